import Protocol

/// Reads a file that is one page of text.
///
/// A page with a few damaged bytes (at most one sequence in a thousand bytes, and always one) is read, with U+FFFD where
/// they stood and a note in `extra`; with more of them it is not text in an encoding that is read here, and is
/// quarantined. A page whose compressed file is cut off is read as far as it goes, and the rest quarantined.
struct PageFile {
    private let file: InputFile
    private let stream: ByteStream
    private let options: ReaderOptions
    private var pending: [ReadItem]?

    init(file: InputFile, stream: ByteStream, options: ReaderOptions) {
        self.file = file
        self.stream = stream
        self.options = options
    }

    /// The page's documents, then what is wrong with it; nil at the end.
    mutating func next() -> ReadItem? {
        if pending == nil { pending = Array(readAll().reversed()) }
        return pending?.popLast()
    }

    private func readAll() -> [ReadItem] {
        var bytes: [UInt8] = []
        var failure: String?
        do {
            while bytes.count <= options.pageByteCountMax, let more = try stream.next() { bytes += more }
        } catch {
            failure = error.reason
        }
        guard bytes.count <= options.pageByteCountMax else {
            return [quarantined("the page has more than \(options.pageByteCountMax) bytes", bytes: bytes, offset: 0)]
        }
        var items: [ReadItem] = []
        // Nothing readable before the break is reported once, as the break.
        if failure == nil || !bytes.isEmpty { items.append(read(bytes)) }
        if let failure { items.append(quarantined(failure, bytes: [], offset: UInt64(bytes.count))) }
        return items
    }

    private func read(_ bytes: [UInt8]) -> ReadItem {
        let (encoding, markByteCount) = TextEncoding.detect(bytes)
        let decoded = TextDecoder.decode(bytes[markByteCount...], as: encoding)
        let firstInvalid = UInt64(markByteCount + (decoded.firstInvalidOffset ?? 0))
        guard decoded.invalidCount <= max(1, bytes.count / 1000) else {
            return quarantined(
                "\(decoded.invalidCount) byte sequences are no text: neither UTF-8 nor UTF-16", bytes: bytes,
                offset: firstInvalid)
        }
        if let zero = decoded.text.utf8.firstIndex(of: 0) {
            let offset = decoded.text.utf8.distance(from: decoded.text.startIndex, to: zero)
            return quarantined("it holds a zero byte and is no text", bytes: bytes, offset: UInt64(offset))
        }
        var documents = PageParser.documents(of: decoded.text, source: file.name)
        guard !documents.isEmpty else { return quarantined("the page holds no text", bytes: bytes, offset: 0) }
        if decoded.invalidCount > 0 {
            documents[0].extra["invalidBytes"] = .object([
                "count": .integer(Int64(decoded.invalidCount)), "firstOffset": .integer(Int64(firstInvalid)),
            ])
        }
        return .documents(documents, original: decoded.text, next: file.end)
    }

    private func quarantined(_ reason: String, bytes: [UInt8], offset: UInt64) -> ReadItem {
        let excerpt = QuarantineEntry.excerpt(of: bytes[min(bytes.count, Int(offset))...])
        return .quarantined(
            QuarantineEntry(file: file.name, offset: offset, reason: reason, excerpt: excerpt), next: file.end)
    }
}
