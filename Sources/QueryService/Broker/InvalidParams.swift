import Protocol

extension RPCError {
    /// What a decoding error says of a whole request, with a pointer to the part that is at fault.
    static func invalidParams(_ error: any Error) -> RPCError { RPCError(invalidParams: error, below: "") }
}
