public import Protocol

/// Puts JSON-RPC messages together from bytes that are JSON already.
public enum RPCBytes {
    /// The id of replies to what had none that could be read.
    public static let nullID = Array("null".utf8)

    /// A request, or a notification where `id` is nil.
    ///
    /// - Parameters:
    ///   - id: the id as JSON, such as `"17"` with its quotes.
    ///   - params: the parameters as JSON.
    public static func request(id: [UInt8]?, method: String, params: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(params.count + method.utf8.count + 64)
        bytes.append(contentsOf: "{".utf8)
        if let id {
            bytes.append(contentsOf: "\"id\":".utf8)
            bytes.append(contentsOf: id)
            bytes.append(contentsOf: ",".utf8)
        }
        bytes.append(contentsOf: "\"jsonrpc\":\"2.0\",\"method\":".utf8)
        append(string: method, to: &bytes)
        bytes.append(contentsOf: ",\"params\":".utf8)
        bytes.append(contentsOf: params)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// A reply with a result.
    public static func reply(id: [UInt8], result: [UInt8]) -> [UInt8] {
        reply(id: id, key: "result", value: result)
    }

    /// A reply with an error.
    public static func reply(id: [UInt8], error: RPCError) -> [UInt8] {
        // An error is made of strings, a number and a Boolean, which always can be written.
        let bytes = (try? WireCoder.encode(error)) ?? nullID
        return reply(id: id, key: "error", value: bytes)
    }

    /// Whether a reply plainly has an object as its result and so is no error: written as ``reply(id:result:)`` writes it.
    /// Of any other nothing is said.
    public static func isPlainResult(_ reply: Span<UInt8>) -> Bool {
        guard reply.count > 2, let comma = (2..<min(reply.count, 80)).first(where: { reply[$0] == UInt8(ascii: ",") })
        else { return false }
        return starts(reply, at: 0, with: "{\"id\":")
            && starts(reply, at: comma, with: ",\"jsonrpc\":\"2.0\",\"result\":{")
    }

    private static func starts(_ bytes: Span<UInt8>, at start: Int, with text: StaticString) -> Bool {
        guard bytes.count - start >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { letters in
            for index in letters.indices where letters[index] != bytes[start + index] { return false }
            return true
        }
    }

    /// The reply to a batch.
    public static func batch(_ replies: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        bytes.reserveCapacity(replies.reduce(2) { $0 + $1.count + 1 })
        for (index, reply) in replies.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: reply)
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    private static func reply(id: [UInt8], key: String, value: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count + id.count + 40)
        // The id comes first, so that whoever scans a long reply finds it at once.
        bytes.append(contentsOf: "{\"id\":".utf8)
        bytes.append(contentsOf: id)
        bytes.append(contentsOf: ",\"jsonrpc\":\"2.0\",\"".utf8)
        bytes.append(contentsOf: key.utf8)
        bytes.append(contentsOf: "\":".utf8)
        bytes.append(contentsOf: value)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Appends a string as JSON.
    static func append(string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        guard string.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            bytes.append(contentsOf: string.utf8)
            return bytes.append(UInt8(ascii: "\""))
        }
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
