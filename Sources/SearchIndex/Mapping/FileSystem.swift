internal import Glibc

/// What the index needs of the file system.
enum FileSystem {
    /// The ending of files that are being written; one found when a writer begins is left over.
    static let partialSuffix = ".partial"

    /// The error of a system call that has just failed.
    static func error(_ verb: String, _ path: String) -> IndexError {
        let number = errno
        if number == ENOENT { return IndexError(.missing, path: path, reason: "there is no such file") }
        let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return IndexError(.system, path: path, reason: "cannot \(verb): \(text)")
    }

    /// Makes a folder unless it is there; its parent has to be.
    static func makeFolder(_ path: String) throws(IndexError) {
        guard unsafe mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        throw error("make the folder", path)
    }

    /// The names in a folder, none when there is no such folder.
    static func names(in folder: String) throws(IndexError) -> [String] {
        guard let directory = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw error("list", folder)
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The whole content of a small file.
    static func read(_ path: String) throws(IndexError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw error("read", path) }
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }

    /// A part of a file, fewer bytes at its end, and the size of the whole.
    static func read(
        _ path: String, at offset: UInt64, upTo byteCount: Int
    ) throws(IndexError) -> (bytes: [UInt8], fileByteCount: UInt64) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw error("examine", path) }
        let size = UInt64(status.st_size)
        var bytes = [UInt8](repeating: 0, count: Int(min(UInt64(byteCount), size - min(offset, size))))
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.unsafelyUnwrapped + filled, buffer.count - filled,
                    Int(offset) + filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw error("read", path) }
            filled += count
        }
        return (bytes, size)
    }

    /// Writes a part of a file, which is made where there is none.
    static func write(_ bytes: [UInt8], at offset: UInt64, to path: String) throws(IndexError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw error("make", path) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.unsafelyUnwrapped + written, buffer.count - written,
                    Int(offset) + written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw error("write", path) }
            written += count
        }
    }

    /// Writes a small file aside and renames it into place, so that whoever opens it finds it whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(IndexError) {
        let aside = path + partialSuffix
        let file = try OutputFile(path: aside)
        try file.write(bytes)
        file.close()
        try rename(aside, to: path)
    }

    /// Renames a file, replacing what has the name.
    static func rename(_ path: String, to target: String) throws(IndexError) {
        guard unsafe Glibc.rename(path, target) == 0 else { throw error("rename to \(target)", path) }
    }

    /// Deletes a file; nothing happens when it is not there.
    static func remove(_ path: String) throws(IndexError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw error("delete", path)
    }

    /// Returns when a file's content, or a folder's list of names, is on disk.
    static func sync(_ path: String) throws(IndexError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw error("sync", path) }
    }

    /// How long ago a file was last written; nil when it is not there.
    static func age(of path: String) -> Duration? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return .seconds(now.tv_sec - status.st_mtim.tv_sec) + .nanoseconds(now.tv_nsec - status.st_mtim.tv_nsec)
    }

    /// The bytes of a file; nil when it is not there.
    static func byteCount(of path: String) -> UInt64? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? UInt64(status.st_size) : nil
    }
}
