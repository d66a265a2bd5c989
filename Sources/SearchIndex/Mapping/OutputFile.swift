internal import Glibc

/// A file being written, from its beginning to its end.
final class OutputFile {
    let path: String
    /// Bytes written so far.
    private(set) var count = 0
    private var descriptor: Int32

    /// Makes the file, in place of one of the same name.
    init(path: String) throws(IndexError) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileSystem.error("make", path) }
    }

    deinit { close() }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(IndexError) {
        try write(bytes, at: count)
        count += bytes.count
    }

    /// Writes over what is there.
    func overwrite(_ bytes: [UInt8], at offset: Int) throws(IndexError) {
        precondition(offset >= 0 && offset + bytes.count <= count, "only what was written is written over")
        try write(bytes, at: offset)
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(IndexError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(
                    descriptor, $0.baseAddress.unsafelyUnwrapped + written, $0.count - written, offset + written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileSystem.error("write", path) }
            written += count
        }
    }

    /// Reads back what was written; fewer bytes than asked for at the end alone.
    func read(at offset: Int, upTo byteCount: Int) throws(IndexError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        while filled < byteCount {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress.unsafelyUnwrapped + filled, byteCount - filled, offset + filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileSystem.error("read", path) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(byteCount - filled)
        return bytes
    }

    /// Closes the file; nothing can be written afterwards.
    func close() {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        descriptor = -1
    }
}
