public import Protocol

/// A reply as far as it was read without decoding it.
public struct ScannedReply: Sendable, Equatable {
    /// The id exactly as it was written.
    public let idBytes: [UInt8]
    /// Where the result lies in the body; nil in a reply that is an error.
    public let resultRange: Range<Int>?
    /// Where the error lies; nil in a reply that is a result.
    public let errorRange: Range<Int>?

    /// Scans the body of a single reply.
    ///
    /// - Throws: `parse error`, or `invalid request` for what is no reply.
    public init(_ body: Span<UInt8>) throws(RPCError) {
        guard (try? UTF8Span(validating: body)) != nil else {
            throw JSONFlaw(offset: 0, reason: "it is not all UTF-8").parseError
        }
        do {
            self = try Self.scan(body)
        } catch {
            throw error.parseError
        }
        guard (resultRange == nil) != (errorRange == nil), !idBytes.isEmpty else {
            throw RPCError(.invalidRequest, detail: "a reply has an id and either a result or an error")
        }
    }

    private init(idBytes: [UInt8], resultRange: Range<Int>?, errorRange: Range<Int>?) {
        self.idBytes = idBytes
        self.resultRange = resultRange
        self.errorRange = errorRange
    }

    private static func scan(_ text: Span<UInt8>) throws(JSONFlaw) -> ScannedReply {
        var cursor = JSONCursor()
        var (idRange, resultRange, errorRange): (Range<Int>?, Range<Int>?, Range<Int>?)
        guard try cursor.peek(text) == .object else { throw cursor.flaw("a reply is an object") }
        try cursor.enter(depth: 0)
        var isFirst = true
        while let key = try cursor.nextKey(text, &isFirst) {
            let isNull = try cursor.peek(text) == .null
            let range = try cursor.skipValue(text, depth: 1)
            if idRange == nil, key.equals("id", text) {
                idRange = range
            } else if resultRange == nil, key.equals("result", text) {
                resultRange = range
            } else if errorRange == nil, !isNull, key.equals("error", text) {
                errorRange = range
            }
        }
        cursor.skipSpace(text)
        guard cursor.position == text.count else { throw cursor.flaw("something follows after the reply") }
        // An error beside `"result": null`, as some servers send, is an error.
        if errorRange != nil { resultRange = nil }
        let idBytes = idRange.map { range in range.map { text[$0] } } ?? []
        return ScannedReply(idBytes: idBytes, resultRange: resultRange, errorRange: errorRange)
    }
}
