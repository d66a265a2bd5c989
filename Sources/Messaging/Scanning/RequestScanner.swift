public import Protocol

/// Reads from a JSON-RPC body what a broker needs to pass it on: the top-level keys and `params._meta`.
///
/// The grammar of the whole text is checked, so that what is passed on is JSON, but nothing else is decoded and the body
/// is not copied. Where a key stands twice the first counts, as Foundation's decoder has it. Any bytes may be given.
public enum RequestScanner {
    /// Scans a body.
    ///
    /// - Throws: `parse error`, which is to be answered with the id null.
    public static func scan(_ body: [UInt8]) throws(RPCError) -> ScannedMessage {
        try scan(body.span)
    }

    /// Scans a body.
    ///
    /// - Throws: `parse error`, which is to be answered with the id null.
    public static func scan(_ body: Span<UInt8>) throws(RPCError) -> ScannedMessage {
        do {
            return try message(body)
        } catch {
            throw error.parseError
        }
    }

    private static func message(_ text: Span<UInt8>) throws(JSONFlaw) -> ScannedMessage {
        guard (try? UTF8Span(validating: text)) != nil else {
            throw JSONFlaw(offset: 0, reason: "it is not all UTF-8")
        }
        var cursor = JSONCursor()
        let isBatch = try cursor.peek(text) == .array
        let message = isBatch ? try batch(&cursor, text) : .single(try request(&cursor, text, depth: 0))
        cursor.skipSpace(text)
        guard cursor.position == text.count else { throw cursor.flaw("something follows after the message") }
        return message
    }

    private static func batch(_ cursor: inout JSONCursor, _ text: Span<UInt8>) throws(JSONFlaw) -> ScannedMessage {
        let start = cursor.position
        var requests: [ScannedRequest] = []
        try cursor.enter(depth: 0)
        var isFirst = true
        while try cursor.hasElement(text, &isFirst) { requests.append(try request(&cursor, text, depth: 1)) }
        guard requests.isEmpty else { return .batch(requests) }
        var empty = ScannedRequest(range: start..<cursor.position)
        empty.problem = invalid("a batch has at least one request, this one is empty")
        return .single(empty)
    }

    private static func request(
        _ cursor: inout JSONCursor, _ text: Span<UInt8>, depth: Int
    ) throws(JSONFlaw) -> ScannedRequest {
        guard try cursor.peek(text) == .object else {
            var request = ScannedRequest(range: try cursor.skipValue(text, depth: depth))
            request.problem = invalid("a request is an object")
            return request
        }
        let start = cursor.position
        var fields = RequestFields()
        try cursor.enter(depth: depth)
        var isFirst = true
        while let key = try cursor.nextKey(text, &isFirst) {
            try fields.take(key, &cursor, text, depth: depth + 1)
        }
        return fields.request(range: start..<cursor.position)
    }

    fileprivate static func invalid(_ detail: String) -> RPCError {
        RPCError(.invalidRequest, detail: detail)
    }
}

/// What is found while the keys of a request go by.
private struct RequestFields {
    private var request = ScannedRequest(range: 0..<0)
    private var hasVersion = false
    private var isRightVersion = false
    private var hasID = false
    private var isWrongID = false
    private var hasMethod = false
    private var isWrongMethod = false
    private var hasParams = false

    /// Moves over the value of `key` and notes what is of use.
    mutating func take(
        _ key: JSONText, _ cursor: inout JSONCursor, _ text: Span<UInt8>, depth: Int
    ) throws(JSONFlaw) {
        let kind = try cursor.peek(text)
        if !hasVersion, key.equals("jsonrpc", text) {
            hasVersion = true
            if kind == .string {
                isRightVersion = try cursor.readString(text).equals("2.0", text)
            } else {
                try cursor.skipValue(text, depth: depth)
            }
        } else if !hasMethod, key.equals("method", text) {
            hasMethod = true
            if kind == .string {
                request.method = try cursor.readString(text).value(text)
            } else {
                isWrongMethod = true
                try cursor.skipValue(text, depth: depth)
            }
        } else if !hasID, key.equals("id", text) {
            hasID = true
            isWrongID = ![.string, .number, .null].contains(kind)
            let range = try cursor.skipValue(text, depth: depth)
            if !isWrongID { request.idBytes = range.map { text[$0] } }
        } else if !hasParams, key.equals("params", text) {
            hasParams = true
            let start = cursor.position
            if kind == .object {
                try takeParams(&cursor, text, depth: depth)
            } else {
                try cursor.skipValue(text, depth: depth)
            }
            request.paramsRange = start..<cursor.position
        } else {
            try cursor.skipValue(text, depth: depth)
        }
    }

    private mutating func takeParams(
        _ cursor: inout JSONCursor, _ text: Span<UInt8>, depth: Int
    ) throws(JSONFlaw) {
        try cursor.enter(depth: depth)
        var isFirst = true
        var hasMeta = false
        while let key = try cursor.nextKey(text, &isFirst) {
            if !hasMeta, key.equals("_meta", text) {
                hasMeta = true
                if try cursor.peek(text) == .object {
                    try takeMeta(&cursor, text, depth: depth + 1)
                    continue
                }
            }
            try cursor.skipValue(text, depth: depth + 1)
        }
    }

    private mutating func takeMeta(
        _ cursor: inout JSONCursor, _ text: Span<UInt8>, depth: Int
    ) throws(JSONFlaw) {
        try cursor.enter(depth: depth)
        var isFirst = true
        var (hasDeadline, hasTraceparent) = (false, false)
        while let key = try cursor.nextKey(text, &isFirst) {
            let kind = try cursor.peek(text)
            if !hasDeadline, key.equals("deadline", text) {
                hasDeadline = true
                let range = try cursor.skipValue(text, depth: depth + 1)
                if kind == .number { request.deadline = JSONNumber.whole(range, text) }
            } else if !hasTraceparent, kind == .string, key.equals("traceparent", text) {
                hasTraceparent = true
                request.traceparent = try cursor.readString(text).value(text)
            } else {
                if key.equals("traceparent", text) { hasTraceparent = true }
                try cursor.skipValue(text, depth: depth + 1)
            }
        }
    }

    /// The request, with its problem if it has one.
    func request(range: Range<Int>) -> ScannedRequest {
        var request = request
        request.range = range
        request.problem = problem.map(RequestScanner.invalid)
        return request
    }

    private var problem: String? {
        if !hasVersion { return "it lacks \"jsonrpc\": \"2.0\"" }
        if !isRightVersion { return "\"jsonrpc\" has to be \"2.0\"" }
        if !hasMethod { return "it lacks a \"method\"" }
        if isWrongMethod { return "\"method\" has to be a string" }
        if isWrongID { return "\"id\" has to be a string, a number or null" }
        return nil
    }
}
