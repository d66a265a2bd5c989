import Protocol

/// The requests of a load, each written once but for its id.
struct RequestBytes: Sendable {
    /// What follows the id, by query.
    private let tails: [[UInt8]]

    /// - Parameters:
    ///   - size: How many hits are asked for.
    ///   - timeout: The deadline that the cluster is told.
    init(_ queries: [NamedQuery], size: Int, snippets: Bool, timeout: Duration) throws {
        let milliseconds = max(1, Int(timeout / .milliseconds(1)))
        tails = try queries.map { query in
            let params = Search.Params(
                query: query.text, syntax: query.syntax, size: size, snippets: snippets ? nil : false,
                _meta: RequestMeta(deadline: milliseconds))
            return Array("\",\"jsonrpc\":\"2.0\",\"method\":\"\(Search.name)\",\"params\":".utf8)
                + (try WireCoder.encode(params)) + [UInt8(ascii: "}")]
        }
    }

    var count: Int { tails.count }

    /// A whole request.
    func bytes(id: UInt64, query: Int) -> [UInt8] {
        let tail = tails[query]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tail.count + 32)
        bytes.append(contentsOf: "{\"id\":\"".utf8)
        bytes.append(contentsOf: String(id).utf8)
        bytes.append(contentsOf: tail)
        return bytes
    }
}
