/// A ZeroMQ endpoint, taken apart.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    public var transport: Transport
    /// The host of `tcp`, without brackets; the path of `ipc`; the name of `inproc`.
    public var address: String
    /// The port of `tcp`; nil stands for `*`, any free one.
    public var port: UInt16?

    public enum Transport: String, Sendable {
        case tcp
        case ipc
        case inproc
    }

    public init(transport: Transport, address: String, port: UInt16? = nil) {
        self.transport = transport
        self.address = address
        self.port = port
    }

    /// Reads `tcp://HOST:PORT`, `ipc://PATH` or `inproc://NAME`; port `0` and `*` mean any free one.
    ///
    /// - Throws: ``EndpointError`` that says what is wrong.
    public init(_ text: String) throws(EndpointError) {
        guard let separator = text.firstRange(of: "://"),
            let transport = Transport(rawValue: String(text[..<separator.lowerBound]))
        else {
            throw EndpointError(endpoint: text, reason: "it has to begin with tcp://, ipc:// or inproc://")
        }
        let rest = text[separator.upperBound...]
        guard transport == .tcp else {
            guard !rest.isEmpty else { throw EndpointError(endpoint: text, reason: "it names no path") }
            self.init(transport: transport, address: String(rest))
            return
        }
        guard let colon = rest.lastIndex(of: ":") else {
            throw EndpointError(endpoint: text, reason: "it lacks a port, as in tcp://127.0.0.1:5570")
        }
        var host = rest[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw EndpointError(endpoint: text, reason: "it names no host") }
        let portText = rest[rest.index(after: colon)...]
        if portText == "*" || portText == "0" {
            self.init(transport: .tcp, address: String(host))
        } else if let port = UInt16(portText) {
            self.init(transport: .tcp, address: String(host), port: port)
        } else {
            throw EndpointError(endpoint: text, reason: "\"\(portText)\" is no port: a port is a number up to 65535")
        }
    }

    public var description: String {
        guard transport == .tcp else { return "\(transport.rawValue)://\(address)" }
        let host = address.contains(":") ? "[\(address)]" : address
        return "tcp://\(host):\(port.map(String.init) ?? "*")"
    }

    /// Whether it stands for every address of the machine and so cannot be connected to as it is.
    public var isWildcard: Bool { transport == .tcp && ["*", "0.0.0.0", "::"].contains(address) }

    /// Whether only processes of this machine reach it.
    public var isLocal: Bool {
        transport != .tcp || address == "localhost" || address == "::1" || address.hasPrefix("127.")
    }

    /// This endpoint as one reaches it who reached `peer` on the same machine: a wildcard host becomes the peer's.
    public func reached(like peer: Endpoint) -> Endpoint {
        guard isWildcard, peer.transport == .tcp else { return self }
        return Endpoint(transport: .tcp, address: peer.address, port: port)
    }
}

/// A text that is no endpoint.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    public var endpoint: String
    public var reason: String

    public var description: String { "\"\(endpoint)\" is no endpoint: \(reason)" }
}

/// Where things are when nobody says otherwise.
public enum DefaultEndpoint {
    /// Clients speak to the broker here.
    public static let client = "tcp://127.0.0.1:5570"
    /// Members connect to the broker here.
    public static let cluster = "tcp://127.0.0.1:5571"
    /// The broker publishes events here.
    public static let events = "tcp://127.0.0.1:5572"
}
