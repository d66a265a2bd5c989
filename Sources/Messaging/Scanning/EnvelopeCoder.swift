public import Protocol
public import ZeroMQ

/// Writes and reads envelopes by hand: one stands before every message inside the cluster, and Foundation's coders would
/// cost more than the rest of passing a message on.
public enum EnvelopeCoder {
    /// The envelope as JSON.
    public static func encode(_ envelope: Envelope) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        append(opening(envelope.kind), to: &bytes)
        RPCBytes.append(string: envelope.id, to: &bytes)
        if let deadline = envelope.deadline {
            append(",\"deadline\":", to: &bytes)
            append(deadline, to: &bytes)
        }
        if let shard = envelope.shard {
            append(",\"shard\":", to: &bytes)
            append(shard, to: &bytes)
        }
        if let traceparent = envelope.traceparent {
            append(",\"traceparent\":", to: &bytes)
            RPCBytes.append(string: traceparent, to: &bytes)
        }
        if let from = envelope.from {
            append(",\"from\":", to: &bytes)
            RPCBytes.append(string: from, to: &bytes)
        }
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
        guard let kind = fields.kind, let id = fields.id else {
            throw RPCError(.invalidRequest, detail: "an envelope has an \"id\" and a \"kind\" that is known")
        }
        return Envelope(
            kind: kind, id: id, deadline: fields.deadline, shard: fields.shard, traceparent: fields.traceparent,
            from: fields.from)
    }

    private static func kind(_ name: JSONText, _ text: Span<UInt8>) -> Envelope.Kind? {
        if name.equals("reply", text) { return .reply }
        if name.equals("request", text) { return .request }
        return name.equals("notification", text) ? .notification : nil
    }

    private struct Fields {
        var hasKind = false
        /// Nil where it is none that is known.
        var kind: Envelope.Kind?
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
                if !fields.hasKind, key.equals("kind", text) {
                    fields.hasKind = true
                    fields.kind = kind(value, text)
                } else if fields.id == nil, key.equals("id", text) {
                    fields.id = value.value(text)
                } else if fields.from == nil, key.equals("from", text) {
                    fields.from = value.value(text)
                } else if fields.traceparent == nil, key.equals("traceparent", text) {
                    fields.traceparent = value.value(text)
                }
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

    /// An envelope up to its id.
    private static func opening(_ kind: Envelope.Kind) -> StaticString {
        switch kind {
        case .request: "{\"kind\":\"request\",\"id\":"
        case .reply: "{\"kind\":\"reply\",\"id\":"
        case .notification: "{\"kind\":\"notification\",\"id\":"
        }
    }

    private static func append(_ text: StaticString, to bytes: inout [UInt8]) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}

/// Numbers of JSON.
enum JSONNumber {
    /// The value of up to 18 digits without a sign, fraction or exponent; nil for all else.
    private static func short(_ range: Range<Int>, _ text: Span<UInt8>) -> Int? {
        guard range.count <= 18 else { return nil }
        var number = 0
        for index in range {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// The value of a number that is whole, however it is written.
    static func whole(_ range: Range<Int>, _ text: Span<UInt8>) -> Int? {
        if let number = short(range, text) { return number }
        let digits = String(decoding: range.map { text[$0] }, as: UTF8.self)
        return Int(digits) ?? Double(digits).flatMap(Int.init(exactly:))
    }
}
