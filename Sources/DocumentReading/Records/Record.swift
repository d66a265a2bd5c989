import Protocol

/// The values of a JSON object, taken out one by one; what is left belongs into `extra`.
struct Record {
    private var values: [String: JSONValue]

    init(values: [String: JSONValue]) {
        // A null says that there is nothing, as a missing key does.
        self.values = values.filter { $0.value != .null }
    }

    /// A string; empty when the key is missing. A list of strings is put together, one a line.
    mutating func text(_ key: String) throws(RecordReader.Failure) -> String {
        guard let value = values.removeValue(forKey: key) else { return "" }
        switch value {
        case .string(let text): return text
        case .array(let items): return try strings(items, key: key).joined(separator: "\n")
        default: throw wrongType(value, pointer: Self.pointer(key), expected: "a string")
        }
    }

    /// A list of strings, or one string that stands for a list of one; empty when the key is missing.
    mutating func list(_ key: String) throws(RecordReader.Failure) -> [String] {
        guard let value = values.removeValue(forKey: key) else { return [] }
        switch value {
        case .string(let text): return text.isEmpty ? [] : [text]
        case .array(let items): return try strings(items, key: key)
        default: throw wrongType(value, pointer: Self.pointer(key), expected: "a list of strings")
        }
    }

    /// Paragraphs: a list of strings as it is, or one string cut at its line ends, without empty lines.
    mutating func paragraphs(_ key: String) throws(RecordReader.Failure) -> [String] {
        guard case .string(let text) = values[key] else { return try list(key) }
        values[key] = nil
        return text.splitAtLineEnds.map(\.trimmingSpace).filter { !$0.isEmpty }
    }

    /// The id: `id`, else `_id`; a string or a whole number. Nil when there is none or it is empty.
    mutating func id() throws(RecordReader.Failure) -> String? {
        for key in ["id", "_id"] {
            guard let value = values[key] else { continue }
            let id: String
            switch value {
            case .string(let text): id = text
            case .integer(let number): id = String(number)
            default: throw wrongType(value, pointer: Self.pointer(key), expected: "a string or a whole number")
            }
            values[key] = nil
            if id.isEmpty { continue }
            guard id.utf8.count <= Document.idByteCountMax else {
                throw RecordReader.Failure(
                    reason: "an id has at most \(Document.idByteCountMax) bytes, this one has \(id.utf8.count)",
                    pointer: Self.pointer(key))
            }
            return id
        }
        return nil
    }

    /// The kind, where the record names one of ours; another word stays for `extra`.
    mutating func kind() throws(RecordReader.Failure) -> Document.Kind? {
        guard let value = values["kind"] else { return nil }
        guard case .string(let text) = value else {
            throw wrongType(value, pointer: "/kind", expected: "a string")
        }
        guard let kind = Document.Kind(rawValue: text) else { return nil }
        values["kind"] = nil
        return kind
    }

    /// The URL as an id, where it can be one, and as the source of a document that names none.
    mutating func url(forSourceOf document: inout Document) throws(RecordReader.Failure) -> String? {
        guard let value = values["url"] else { return nil }
        guard case .string(let url) = value else { throw wrongType(value, pointer: "/url", expected: "a string") }
        if document.source.isEmpty {
            document.source = url
            values["url"] = nil
        }
        return url.isEmpty || url.utf8.count > Document.idByteCountMax ? nil : url
    }

    /// What nobody took, with the record's own `extra` merged in. The fingerprint is left out: it is made anew.
    mutating func rest() throws(RecordReader.Failure) -> [String: JSONValue] {
        values["fingerprint"] = nil
        guard let value = values.removeValue(forKey: "extra") else { return values }
        guard case .object(let extra) = value else { throw wrongType(value, pointer: "/extra", expected: "an object") }
        return extra.merging(values) { _, outer in outer }
    }

    private func strings(_ items: [JSONValue], key: String) throws(RecordReader.Failure) -> [String] {
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard case .string(let text) = item else {
                throw wrongType(item, pointer: "\(Self.pointer(key))/\(index)", expected: "a string")
            }
            texts.append(text)
        }
        return texts
    }

    private func wrongType(_ value: JSONValue, pointer: String, expected: String) -> RecordReader.Failure {
        RecordReader.Failure(reason: "\(pointer) has to be \(expected) but is \(value.typeName)", pointer: pointer)
    }

    /// JSON pointer (RFC 6901) to a key at the top.
    private static func pointer(_ key: String) -> String { "/" + key }
}

extension JSONValue {
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
