import Protocol

extension RPCHandlers.Call {
    /// The parameters; an empty object where there are none.
    ///
    /// - Throws: ``RPCError``: `invalid params` that points at the part at fault.
    func params<Params: Decodable>(as type: Params.Type) throws(RPCError) -> Params {
        let bytes = request.paramsRange.map { Array(body[$0]) } ?? Array("{}".utf8)
        do {
            return try WireCoder.decode(type, from: bytes)
        } catch {
            throw RPCError(invalidParams: error, below: "/params")
        }
    }
}
