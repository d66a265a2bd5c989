import Protocol

/// Why bytes are no JSON, and where.
struct JSONFlaw: Error, Equatable {
    let offset: Int
    let reason: String

    /// The flaw as the error of a reply.
    var parseError: RPCError {
        RPCError(.parseError, detail: "byte \(offset) of the message: \(reason)")
    }
}
