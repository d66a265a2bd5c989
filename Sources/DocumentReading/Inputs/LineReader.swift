/// Cuts a stream into lines, within bounded memory, and knows where each begins.
///
/// A line ends with LF, CR LF or CR. A raw CR or LF cannot stand inside a JSON value, so that cutting at either is safe.
struct LineReader {
    enum Line {
        /// The bytes between two line ends, with where they begin.
        case complete(ArraySlice<UInt8>, offset: UInt64, number: Int)
        /// A line over the limit, whose bytes were passed over but for the beginning.
        case tooLong(head: ArraySlice<UInt8>, byteCount: UInt64, offset: UInt64, number: Int)
        /// The stream broke in this line: what came of it, and why.
        case broken(head: ArraySlice<UInt8>, reason: String, offset: UInt64, number: Int)
    }

    /// Where the next line begins, and its number.
    private(set) var offset: UInt64 = 0
    private(set) var number = 1
    let encoding: TextEncoding

    private let stream: ByteStream
    private let byteCountMax: Int
    private var buffer: [UInt8] = []
    /// Where in `buffer` the next line begins.
    private var start = 0
    private var isAtEnd = false
    private var failure: String?

    init(stream: ByteStream, byteCountMax: Int) {
        self.stream = stream
        self.byteCountMax = byteCountMax
        let detected = TextEncoding.detect(stream.head)
        encoding = detected.encoding
        refill()
        skip(detected.markByteCount)
    }

    /// Passes over bytes up to a position that was given before.
    ///
    /// - Returns: false when the stream ends before it: the file is not the one that the position belongs to.
    mutating func advance(to position: ReadPosition) -> Bool {
        while offset < position.offset {
            if start == buffer.count {
                guard refill() else { return false }
            }
            skip(Int(min(UInt64(buffer.count - start), position.offset - offset)))
        }
        number = position.line
        return true
    }

    /// The next line; nil at the end.
    mutating func next() -> Line? {
        var scanned = start
        while true {
            if let end = encoding.firstLineEnd(in: buffer, from: scanned, isComplete: isAtEnd) {
                return take(upTo: end.lowerBound, resumeAt: end.upperBound)
            }
            if buffer.count - start > byteCountMax { return passOver() }
            // The last unit may be half a line end, so it is looked at again.
            scanned = max(start, buffer.count - encoding.unitByteCount * 2)
            scanned -= (scanned - start) % encoding.unitByteCount
            let dropped = start
            if refill() {
                scanned -= dropped
            } else {
                guard start < buffer.count || failure != nil else { return nil }
                return takeRest()
            }
        }
    }

    private mutating func take(upTo end: Int, resumeAt next: Int) -> Line {
        let line = buffer[start..<end]
        let begin = offset
        let current = number
        skip(next - start)
        number += 1
        guard line.count <= byteCountMax else {
            return .tooLong(
                head: line.prefix(QuarantineEntry.excerptCountMax * 4), byteCount: UInt64(line.count), offset: begin,
                number: current)
        }
        return .complete(line, offset: begin, number: current)
    }

    private mutating func takeRest() -> Line {
        if let end = encoding.firstLineEnd(in: buffer, from: start, isComplete: true) {
            return take(upTo: end.lowerBound, resumeAt: end.upperBound)
        }
        guard let reason = failure else { return take(upTo: buffer.count, resumeAt: buffer.count) }
        let head = buffer[start..<min(buffer.count, start + QuarantineEntry.excerptCountMax * 4)]
        let begin = offset
        failure = nil
        skip(buffer.count - start)
        return .broken(head: head, reason: reason, offset: begin, number: number)
    }

    /// Drops a line that is too long, piece by piece.
    private mutating func passOver() -> Line {
        let begin = offset
        let current = number
        let head = Array(buffer[start...].prefix(QuarantineEntry.excerptCountMax * 4))
        while true {
            if let end = encoding.firstLineEnd(in: buffer, from: start, isComplete: isAtEnd) {
                let byteCount = offset - begin + UInt64(end.lowerBound - start)
                skip(end.upperBound - start)
                number += 1
                return .tooLong(head: head[...], byteCount: byteCount, offset: begin, number: current)
            }
            let kept = encoding.unitByteCount * 2
            var dropped = max(0, buffer.count - start - kept)
            dropped -= dropped % encoding.unitByteCount
            skip(dropped)
            guard refill() else { break }
        }
        skip(buffer.count - start)
        return .tooLong(head: head[...], byteCount: offset - begin, offset: begin, number: current)
    }

    private mutating func skip(_ count: Int) {
        start += count
        offset += UInt64(count)
    }

    /// Appends the stream's next bytes, dropping those that are done with; false at the end.
    @discardableResult
    private mutating func refill() -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        do {
            guard let bytes = try stream.next() else {
                isAtEnd = true
                return false
            }
            buffer += bytes
            return true
        } catch {
            isAtEnd = true
            failure = error.reason
            return false
        }
    }
}
