import Protocol

extension RPCError {
    /// What a decoding error says of a request's parameters, with a pointer to the part that is at fault.
    static func invalidParams(_ error: any Error) -> RPCError {
        guard let error = error as? DecodingError else {
            return RPCError(.invalidParams, detail: "the parameters cannot be read: \(error)")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return make("\"\(key.stringValue)\" is missing", context.codingPath + [key])
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return make(context.debugDescription, context.codingPath)
        @unknown default:
            return RPCError(.invalidParams, detail: "the parameters cannot be read: \(error)")
        }
    }

    private static func make(_ detail: String, _ path: [any CodingKey]) -> RPCError {
        let pointer = path.map { key in
            "/" + key.stringValue.replacing("~", with: "~0").replacing("/", with: "~1")
        }
        return RPCError(.invalidParams, detail: detail, pointer: pointer.joined())
    }
}
