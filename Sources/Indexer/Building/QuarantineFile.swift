import DocumentReading
import Foundation
import Protocol
import ServiceSupport

/// Where a build notes what could not be read: a file of JSON lines where one is named, else standard error.
struct QuarantineFile {
    private let handle: FileHandle?

    /// - Throws: ``ProgramError`` when the file cannot be made.
    init(path: String?) throws {
        guard let path else {
            handle = nil
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ProgramError.usage("--quarantine \(path) cannot be written") }
        self.handle = handle
    }

    func add(_ entry: QuarantineEntry) throws {
        if let handle {
            return try handle.write(contentsOf: try WireCoder.encode(entry) + [UInt8(ascii: "\n")])
        }
        let line = entry.line.map { ":\($0)" } ?? ""
        StandardStream.errors.write("quarantined: \(entry.file)\(line), offset \(entry.offset): \(entry.reason)\n")
    }
}
