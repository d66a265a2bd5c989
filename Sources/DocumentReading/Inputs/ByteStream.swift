import Compression
import Foundation

/// The decompressed bytes of one file or of standard input. Closes what it opened.
final class ByteStream {
    private let descriptor: Int32
    private let isOwner: Bool
    private let reader: DecompressingReader
    private var first: [UInt8]?

    /// The first bytes of the content, as many as came at once; empty where there are none. They are given again by
    /// ``next()``.
    let head: [UInt8]

    /// Opens a file, or standard input for `-`.
    ///
    /// - Throws: ``StreamFailure`` when it cannot be opened or its first bytes cannot be read.
    convenience init(path: String) throws(StreamFailure) {
        guard path != "-" else {
            try self.init(descriptor: 0, isOwner: false)
            return
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StreamFailure("it cannot be opened: \(SystemError(code: errno))") }
        try self.init(descriptor: descriptor, isOwner: true)
    }

    private init(descriptor: Int32, isOwner: Bool) throws(StreamFailure) {
        self.descriptor = descriptor
        self.isOwner = isOwner
        do {
            reader = try DecompressingReader(fileDescriptor: descriptor)
            head = try reader.next() ?? []
            first = head
        } catch {
            if isOwner { close(descriptor) }
            throw StreamFailure(error.description)
        }
    }

    deinit {
        if isOwner { close(descriptor) }
    }

    /// The next bytes, never empty; nil at the end.
    ///
    /// - Throws: ``StreamFailure`` where the file is cut off or damaged; what came before is good.
    func next() throws(StreamFailure) -> [UInt8]? {
        if let bytes = first {
            first = nil
            return bytes.isEmpty ? nil : bytes
        }
        do {
            return try reader.next()
        } catch {
            throw StreamFailure(error.description)
        }
    }

    /// Bytes taken from the file so far, before decompression.
    var consumedByteCount: UInt64 { UInt64(reader.compressedOffset) }
}

/// Why a stream gives no more bytes though it is not at its end.
struct StreamFailure: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}
