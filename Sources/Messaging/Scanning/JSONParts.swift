public import Protocol

/// Finds parts of JSON as the bytes that they are written in, so that they can be passed on as they are.
///
/// What is not looked for is passed over, its grammar checked. The text has to be UTF-8, as whatever was scanned is.
public enum JSONParts {
    /// The values of some keys of an object, each nil where the object lacks it. Of a key that stands twice the first
    /// counts, as Foundation's decoder has it.
    ///
    /// - Throws: `parse error` for what is no JSON or no object.
    public static func values(
        of keys: [StaticString], in object: ArraySlice<UInt8>
    ) throws(RPCError) -> [ArraySlice<UInt8>?] {
        let ranges: [Range<Int>?]
        do {
            ranges = try Self.ranges(of: keys, object.span)
        } catch {
            throw error.parseError
        }
        return ranges.map { $0.map { object[shifted($0, to: object)] } }
    }

    /// The value of one key of an object; see ``values(of:in:)``.
    public static func value(
        of key: StaticString, in object: ArraySlice<UInt8>
    ) throws(RPCError) -> ArraySlice<UInt8>? {
        try values(of: [key], in: object)[0]
    }

    /// The elements of an array; nil where the value is something else.
    ///
    /// - Throws: `parse error` for what is no JSON.
    public static func elements(of array: ArraySlice<UInt8>) throws(RPCError) -> [ArraySlice<UInt8>]? {
        let ranges: [Range<Int>]?
        do {
            ranges = try Self.elementRanges(array.span)
        } catch {
            throw error.parseError
        }
        return ranges?.map { array[shifted($0, to: array)] }
    }

    /// The string that a value is; nil where it is something else.
    public static func string(_ value: ArraySlice<UInt8>) -> String? {
        let text = value.span
        var cursor = JSONCursor()
        guard (try? cursor.peek(text)) == .string else { return nil }
        return (try? cursor.readString(text))?.value(text)
    }

    private static func ranges(
        of keys: [StaticString], _ text: Span<UInt8>
    ) throws(JSONFlaw) -> [Range<Int>?] {
        var cursor = JSONCursor()
        guard try cursor.peek(text) == .object else { throw cursor.flaw("expected an object") }
        try cursor.enter(depth: 0)
        var found = [Range<Int>?](repeating: nil, count: keys.count)
        var isFirst = true
        while let key = try cursor.nextKey(text, &isFirst) {
            let place = keys.indices.first { found[$0] == nil && key.equals(keys[$0], text) }
            let range = try cursor.skipValue(text, depth: 1)
            if let place { found[place] = range }
        }
        return found
    }

    private static func elementRanges(_ text: Span<UInt8>) throws(JSONFlaw) -> [Range<Int>]? {
        var cursor = JSONCursor()
        guard try cursor.peek(text) == .array else { return nil }
        try cursor.enter(depth: 0)
        var ranges: [Range<Int>] = []
        var isFirst = true
        while try cursor.hasElement(text, &isFirst) { ranges.append(try cursor.skipValue(text, depth: 1)) }
        return ranges
    }

    private static func shifted(_ range: Range<Int>, to slice: ArraySlice<UInt8>) -> Range<Int> {
        range.lowerBound + slice.startIndex..<range.upperBound + slice.startIndex
    }
}
