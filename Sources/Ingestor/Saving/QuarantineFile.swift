import Foundation
import ServiceSupport

/// A file of quarantine entries, one a line. One thread at a time.
struct QuarantineFile {
    let path: String

    /// Cuts the file to what belongs to a checkpoint; removes it where that is nothing.
    func cut(to byteCount: UInt64) {
        if byteCount > 0 {
            truncate(path, off_t(byteCount))
        } else {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Writes lines behind the first `offset` bytes; makes the file where there is none.
    ///
    /// - Throws: ``ProgramError`` that names the file.
    func append(_ lines: [UInt8], at offset: UInt64) throws(ProgramError) {
        do {
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            // Where an earlier attempt was cut off, its rest goes.
            try handle.truncate(atOffset: offset)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(lines))
        } catch {
            throw .failed("cannot write the quarantine file \(path): \(error.localizedDescription)")
        }
    }
}
