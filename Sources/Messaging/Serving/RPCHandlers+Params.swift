import Protocol

extension RPCHandlers.Call {
    /// The parameters; an empty object where there are none.
    ///
    /// - Throws: ``RPCError``: `invalid params` that points at the part at fault.
    func params<Params: Decodable>(as type: Params.Type) throws(RPCError) -> Params {
        let bytes = request.paramsRange.map { Array(body[$0]) } ?? Array("{}".utf8)
        do {
            return try WireCoder.decode(type, from: bytes)
        } catch let error as DecodingError {
            throw Self.invalid(error)
        } catch {
            throw RPCError(.invalidParams, detail: "\(error)", pointer: "/params")
        }
    }

    private static func invalid(_ error: DecodingError) -> RPCError {
        switch error {
        case .keyNotFound(let key, let context):
            invalid("\"\(key.stringValue)\" is missing", at: context.codingPath + [key])
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            invalid(context.debugDescription, at: context.codingPath)
        @unknown default: invalid("\(error)", at: [])
        }
    }

    private static func invalid(_ detail: String, at path: [any CodingKey]) -> RPCError {
        RPCError(.invalidParams, detail: detail, pointer: JSONPointer.text(of: path, below: "/params"))
    }
}

/// JSON pointers (RFC 6901).
enum JSONPointer {
    /// The pointer to where a decoder was, below a prefix.
    static func text(of path: [any CodingKey], below prefix: String) -> String {
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
