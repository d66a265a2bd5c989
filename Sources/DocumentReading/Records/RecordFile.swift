import Foundation
import Protocol

/// Reads a file of JSON lines, item by item.
struct RecordFile {
    private let file: InputFile
    private var lines: LineReader

    init(file: InputFile, stream: ByteStream, options: ReaderOptions) {
        self.file = file
        lines = LineReader(stream: stream, byteCountMax: options.lineByteCountMax)
    }

    /// Passes over what is done with; false when the file is not long enough for the position to be its own.
    mutating func advance(to position: ReadPosition) -> Bool { lines.advance(to: position) }

    /// The next document or quarantine entry; nil at the end. Empty lines are passed over.
    mutating func next() -> ReadItem? {
        while let line = lines.next() {
            switch line {
            case .complete(let bytes, let offset, let number):
                if let item = read(bytes, offset: offset, number: number) { return item }
            case .tooLong(let head, let byteCount, let offset, let number):
                let reason = "the line has \(byteCount) bytes, more than the limit allows"
                return quarantined(reason, bytes: head, offset: offset, number: number)
            case .broken(let head, let reason, let offset, let number):
                return quarantined(reason, bytes: head, offset: offset, number: number)
            }
        }
        return nil
    }

    private func read(_ bytes: ArraySlice<UInt8>, offset: UInt64, number: Int) -> ReadItem? {
        let decoded = TextDecoder.decode(bytes, as: lines.encoding)
        if let invalid = decoded.firstInvalidOffset {
            return quarantined(
                "the line holds bytes that are no text", bytes: bytes, offset: offset + UInt64(invalid), number: number)
        }
        let json = decoded.text.trimmingSpace
        guard !json.isEmpty else { return nil }
        do {
            return .documents(
                [try RecordReader.document(from: Data(json.utf8), source: file.name)], original: nil, next: position)
        } catch {
            return quarantined(
                error.reason, pointer: error.pointer, bytes: bytes, offset: offset, number: number)
        }
    }

    private var position: ReadPosition {
        ReadPosition(input: file.input, file: file.name, offset: lines.offset, line: lines.number)
    }

    private func quarantined(
        _ reason: String, pointer: String? = nil, bytes: ArraySlice<UInt8>, offset: UInt64, number: Int
    ) -> ReadItem {
        let excerpt = QuarantineEntry.excerpt(of: bytes, encoding: lines.encoding)
        let entry = QuarantineEntry(
            file: file.name, offset: offset, line: number, pointer: pointer, reason: reason, excerpt: excerpt)
        return .quarantined(entry, next: position)
    }
}
