/// A position in JSON text that moves over values and checks their grammar (RFC 8259), without making anything of them.
///
/// The text is handed to each call, since a span cannot be kept. The caller has checked that it is UTF-8.
struct JSONCursor {
    /// The nesting beyond which text is refused, as Foundation's decoder does.
    static let depthMax = 512

    /// What a value is.
    enum Kind { case object, array, string, number, bool, null }

    private(set) var position = 0

    func flaw(_ reason: String) -> JSONFlaw { JSONFlaw(offset: position, reason: reason) }

    mutating func skipSpace(_ text: Span<UInt8>) {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// The kind of the value that begins here, after space.
    mutating func peek(_ text: Span<UInt8>) throws(JSONFlaw) -> Kind {
        skipSpace(text)
        guard position < text.count else { throw flaw("the text ends where a value is expected") }
        switch text[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw flaw("no value begins so")
        }
    }

    /// Moves over the value that begins here, after space, and returns where it lay.
    ///
    /// - Parameter depth: how many objects and arrays are open around it.
    @discardableResult
    mutating func skipValue(_ text: Span<UInt8>, depth: Int) throws(JSONFlaw) -> Range<Int> {
        let kind = try peek(text)
        let start = position
        switch kind {
        case .object:
            try enter(depth: depth)
            var isFirst = true
            while try nextKey(text, &isFirst) != nil { try skipValue(text, depth: depth + 1) }
        case .array:
            try enter(depth: depth)
            var isFirst = true
            while try hasElement(text, &isFirst) { try skipValue(text, depth: depth + 1) }
        case .string: _ = try readString(text)
        case .number: try skipNumber(text)
        case .bool: try skipWord(text[position] == UInt8(ascii: "t") ? "true" : "false", text)
        case .null: try skipWord("null", text)
        }
        return start..<position
    }

    /// Moves over the brace or bracket that begins here.
    mutating func enter(depth: Int) throws(JSONFlaw) {
        guard depth < Self.depthMax else { throw flaw("nested more than \(Self.depthMax) deep") }
        position += 1
    }

    /// Moves over the next key of an object and its colon; nil at the object's end, which is moved over.
    mutating func nextKey(_ text: Span<UInt8>, _ isFirst: inout Bool) throws(JSONFlaw) -> JSONText? {
        guard try hasMore(text, &isFirst, end: UInt8(ascii: "}")) else { return nil }
        guard position < text.count, text[position] == UInt8(ascii: "\"") else {
            throw flaw("expected a key in quotes")
        }
        let key = try readString(text)
        skipSpace(text)
        guard position < text.count, text[position] == UInt8(ascii: ":") else {
            throw flaw("expected a colon after a key")
        }
        position += 1
        return key
    }

    /// Whether an array goes on; its end is moved over, as is the comma before the next element.
    mutating func hasElement(_ text: Span<UInt8>, _ isFirst: inout Bool) throws(JSONFlaw) -> Bool {
        try hasMore(text, &isFirst, end: UInt8(ascii: "]"))
    }

    private mutating func hasMore(
        _ text: Span<UInt8>, _ isFirst: inout Bool, end: UInt8
    ) throws(JSONFlaw) -> Bool {
        skipSpace(text)
        guard position < text.count else { throw flaw("the text ends within an object or array") }
        if text[position] == end {
            position += 1
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard text[position] == UInt8(ascii: ",") else { throw flaw("expected a comma or the end") }
        position += 1
        skipSpace(text)
        return true
    }

    private mutating func skipWord(_ word: StaticString, _ text: Span<UInt8>) throws(JSONFlaw) {
        guard text.count - position >= word.utf8CodeUnitCount else { throw flaw("the text ends within a word") }
        let matches = word.withUTF8Buffer { letters in
            letters.indices.allSatisfy { letters[$0] == text[position + $0] }
        }
        guard matches else { throw flaw("expected \(word)") }
        position += word.utf8CodeUnitCount
    }

    private mutating func skipNumber(_ text: Span<UInt8>) throws(JSONFlaw) {
        if text[position] == UInt8(ascii: "-") { position += 1 }
        if position < text.count, text[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits(text)
        }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits(text)
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits(text)
        }
    }

    private mutating func skipDigits(_ text: Span<UInt8>) throws(JSONFlaw) {
        let start = position
        while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) { position += 1 }
        guard position > start else { throw flaw("expected a digit") }
    }
}

extension JSONCursor {
    /// Moves over the string that begins here with its quote.
    mutating func readString(_ text: Span<UInt8>) throws(JSONFlaw) -> JSONText {
        position += 1
        let start = position
        var hasEscapes = false
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return JSONText(range: start..<position - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape(text)
            case 0..<0x20: throw flaw("a control character within a string has to be escaped")
            default: position += 1
            }
        }
        throw flaw("the text ends within a string")
    }

    private mutating func skipEscape(_ text: Span<UInt8>) throws(JSONFlaw) {
        guard position + 1 < text.count else { throw flaw("the text ends within an escape") }
        switch text[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard let unit = JSONText.unit(at: position, in: text) else { throw flaw("\\u wants four digits") }
            if UTF16.isTrailSurrogate(unit) { throw flaw("half of a surrogate pair") }
            if UTF16.isLeadSurrogate(unit) {
                guard let trail = JSONText.unit(at: position + 6, in: text), UTF16.isTrailSurrogate(trail) else {
                    throw flaw("half of a surrogate pair")
                }
                position += 6
            }
            position += 6
        default: throw flaw("no such escape")
        }
    }
}
