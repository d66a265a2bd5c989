/// What a decoder found wrong in JSON, and where.
public struct DecodingFault: Hashable, Sendable {
    /// What is wrong, for people; no place and no full stop.
    public var detail: String
    /// JSON pointer (RFC 6901) to the part at fault.
    public var pointer: String

    /// Explains what a decoder threw.
    ///
    /// - Parameters:
    ///   - prefix: What the pointer begins with, empty or beginning with a slash.
    ///   - count: So many keys of the decoder's path are what the prefix stands for.
    public init(_ error: any Error, below prefix: String, skipping count: Int = 0) {
        let path: [any CodingKey]
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            detail = "\"\(key.stringValue)\" is missing"
            path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            detail = context.debugDescription
            path = context.codingPath
        default:
            detail = "\(error)"
            path = []
        }
        pointer = JSONPointer.text(of: path.dropFirst(count), below: prefix)
    }
}

extension RPCError {
    /// The answer to parameters that a decoder could not read.
    public init(invalidParams error: any Error, below prefix: String) {
        let fault = DecodingFault(error, below: prefix)
        self.init(.invalidParams, detail: fault.detail, pointer: fault.pointer)
    }
}

/// JSON pointers (RFC 6901).
public enum JSONPointer {
    /// The pointer to where a decoder was, below a prefix.
    public static func text(of path: some Sequence<any CodingKey>, below prefix: String) -> String {
        path.reduce(into: prefix) { pointer, key in pointer += "/" + token(key) }
    }

    private static func token(_ key: any CodingKey) -> String {
        // Foundation names the elements of arrays "Index 3" and so.
        if let index = key.intValue, key.stringValue == "Index \(index)" { return String(index) }
        return key.stringValue.reduce(into: "") { token, character in
            switch character {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.append(character)
            }
        }
    }
}
