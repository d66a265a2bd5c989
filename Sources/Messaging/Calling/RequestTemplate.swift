import Protocol

/// A request of which all is written but what is known only when it is sent: its id, and how long its caller will still
/// wait.
struct RequestTemplate: Sendable {
    let method: String
    private let traceparent: String?
    /// The parameters as JSON without `_meta`.
    private let params: [UInt8]

    init(method: String, params: some Encodable & Sendable, traceparent: String?) throws {
        self.method = method
        if var own = params as? any RequestParams {
            self.traceparent = traceparent ?? own._meta?.traceparent
            own._meta = nil
            self.params = try WireCoder.encode(own)
        } else {
            self.traceparent = traceparent
            self.params = try WireCoder.encode(params)
        }
    }

    /// About as many bytes as will be sent.
    var byteCount: Int { params.count }

    /// The request to be sent now.
    func bytes(id: UInt64, millisecondsLeft: Int) -> [UInt8] {
        RPCBytes.request(id: Array("\"\(id)\"".utf8), method: method, params: paramsWithMeta(millisecondsLeft))
    }

    private func paramsWithMeta(_ millisecondsLeft: Int) -> [UInt8] {
        // Only an object can hold `_meta`; parameters by position travel as they are.
        guard params.first == UInt8(ascii: "{"), params.count >= 2 else { return params }
        var bytes = Array("{\"_meta\":{\"deadline\":\(millisecondsLeft)".utf8)
        bytes.reserveCapacity(params.count + 128)
        if let traceparent {
            bytes.append(contentsOf: ",\"traceparent\":".utf8)
            RPCBytes.append(string: traceparent, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        if params.count > 2 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: params.dropFirst())
        return bytes
    }
}
