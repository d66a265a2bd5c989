public import Protocol
public import ZeroMQ

/// Writes and reads envelopes by hand: one stands before every message inside the cluster, and Foundation's coders would
/// cost more than the rest of passing a message on.
public enum EnvelopeCoder {
    /// The envelope as JSON.
    public static func encode(_ envelope: Envelope) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        append("{\"kind\":", envelope.kind.rawValue, to: &bytes)
        append(",\"id\":", envelope.id, to: &bytes)
        if let deadline = envelope.deadline { bytes.append(contentsOf: ",\"deadline\":\(deadline)".utf8) }
        if let shard = envelope.shard { bytes.append(contentsOf: ",\"shard\":\(shard)".utf8) }
        if let traceparent = envelope.traceparent { append(",\"traceparent\":", traceparent, to: &bytes) }
        if let from = envelope.from { append(",\"from\":", from, to: &bytes) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// The message of an envelope and a body.
    public static func message(_ envelope: Envelope, _ body: [UInt8]) -> Message {
        [Frame(encode(envelope)), Frame(body)]
    }

    /// Reads an envelope. Keys that are not known are passed over.
    ///
    /// - Throws: `parse error` for what is no JSON, `invalid request` for what is no envelope.
    public static func decode(_ frame: Frame) throws(RPCError) -> Envelope {
        try frame.withSpan { (span) throws(RPCError) in try decode(span) }
    }

    /// Reads an envelope from its bytes.
    public static func decode(_ text: Span<UInt8>) throws(RPCError) -> Envelope {
        guard (try? UTF8Span(validating: text)) != nil else {
            throw JSONFlaw(offset: 0, reason: "it is not all UTF-8").parseError
        }
        let fields: Fields
        do {
            fields = try read(text)
        } catch {
            throw error.parseError
        }
        guard let kind = fields.kind.flatMap(Envelope.Kind.init), let id = fields.id else {
            throw RPCError(.invalidRequest, detail: "an envelope has an \"id\" and a \"kind\" that is known")
        }
        return Envelope(
            kind: kind, id: id, deadline: fields.deadline, shard: fields.shard, traceparent: fields.traceparent,
            from: fields.from)
    }

    private struct Fields {
        var kind: String?
        var id: String?
        var deadline: Int?
        var shard: Int?
        var traceparent: String?
        var from: String?
    }

    private static func read(_ text: Span<UInt8>) throws(JSONFlaw) -> Fields {
        var cursor = JSONCursor()
        var fields = Fields()
        guard try cursor.peek(text) == .object else { throw cursor.flaw("an envelope is an object") }
        try cursor.enter(depth: 0)
        var isFirst = true
        while let key = try cursor.nextKey(text, &isFirst) {
            switch try cursor.peek(text) {
            case .string:
                let value = try cursor.readString(text)
                if key.equals("kind", text) { fields.kind = fields.kind ?? value.value(text) }
                if key.equals("id", text) { fields.id = fields.id ?? value.value(text) }
                if key.equals("traceparent", text) { fields.traceparent = fields.traceparent ?? value.value(text) }
                if key.equals("from", text) { fields.from = fields.from ?? value.value(text) }
            case .number:
                let number = JSONNumber.whole(try cursor.skipValue(text, depth: 1), text)
                if key.equals("deadline", text) { fields.deadline = fields.deadline ?? number }
                if key.equals("shard", text) { fields.shard = fields.shard ?? number }
            default: try cursor.skipValue(text, depth: 1)
            }
        }
        cursor.skipSpace(text)
        guard cursor.position == text.count else { throw cursor.flaw("something follows after the envelope") }
        return fields
    }

    private static func append(_ key: String, _ value: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: key.utf8)
        RPCBytes.append(string: value, to: &bytes)
    }
}

/// Numbers of JSON.
enum JSONNumber {
    /// The value of a number that is whole, however it is written.
    static func whole(_ range: Range<Int>, _ text: Span<UInt8>) -> Int? {
        let digits = String(decoding: range.map { text[$0] }, as: UTF8.self)
        return Int(digits) ?? Double(digits).flatMap(Int.init(exactly:))
    }
}
