import Protocol

@testable import QueryService

/// A broker's core with a clock turned by hand, members that are nothing but addresses, and all that it did.
struct BrokerHarness {
    var core: BrokerCore
    var uptime: Duration = .zero
    /// What was answered to clients, oldest first.
    var replies: [(client: String, body: [UInt8])] = []
    /// What was sent to members, oldest first.
    var sent: [Sent] = []
    var events: [CloudEvent] = []
    var logs: [String] = []

    struct Sent {
        var member: String
        var envelope: Envelope
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    init(shards: Int = 1, change: (inout BrokerConfiguration) -> Void = { _ in }) {
        let identity = MemberInfo(name: "broker", role: .broker, instance: "b1", host: "host", processID: 1)
        var configuration = BrokerConfiguration(
            identity: identity, clusterEndpoint: "tcp://127.0.0.1:5571", eventsEndpoint: "tcp://127.0.0.1:5572")
        configuration.shards = shards
        change(&configuration)
        core = BrokerCore(configuration)
        receive(.tick)
    }

    mutating func receive(_ event: BrokerEvent) {
        for action in core.receive(event, at: Moment(uptime: uptime, wall: uptime)) {
            switch action {
            case .reply(let address, let body):
                replies.append((String(decoding: address.routingID.bytes, as: UTF8.self), body))
            case .send(let address, let envelope, let body):
                sent.append(Sent(member: Self.name(address), envelope: envelope, body: body))
            case .publish(let event): events.append(event)
            case .log(_, let message, _): logs.append(message)
            }
        }
    }

    mutating func pass(_ duration: Duration) {
        uptime += duration
        receive(.tick)
    }
}

extension BrokerHarness {
    static func address(_ name: String) -> MemberAddress { MemberAddress(routingID: RoutingID(Array(name.utf8))) }
    static func name(_ address: MemberAddress) -> String { String(decoding: address.routingID.bytes, as: UTF8.self) }

    mutating func client(_ text: String, as client: String = "client") {
        receive(
            .clientMessage(
                ClientAddress(routingID: RoutingID(Array(client.utf8)), delimiter: [[]]), body: Array(text.utf8)))
    }

    /// The member of an instance.
    func member(_ instance: String) -> Member? { core.registry.id(of: instance).flatMap { core.registry[$0] } }

    /// Sends a search with this id.
    mutating func search(_ id: Int, deadline: Int? = nil, client: String = "client") {
        let meta = deadline.map { #","_meta":{"deadline":\#($0)}"# } ?? ""
        self.client(#"{"jsonrpc":"2.0","id":\#(id),"method":"search","params":{"query":"lúa"\#(meta)}}"#, as: client)
    }

    /// Sends a request of a member.
    mutating func request<M: RPCMethod>(_ member: String, _ method: M.Type, _ params: M.Params) throws {
        let body = try WireCoder.encode(JSONRPCRequest(id: .integer(1), method: M.name, params: params))
        let envelope = try WireCoder.encode(Envelope(kind: .request, id: "m"))
        receive(.memberMessage(Self.address(member), envelope: envelope, body: body))
    }

    /// Registers a worker under its name as instance and address.
    mutating func join(worker name: String, open: [Int] = [0], address: String? = nil) throws {
        let state = MemberState(open: open.map { OpenGeneration(shard: $0, generation: "1.1", through: 1) })
        try register(name, .worker, state, address: address)
    }

    mutating func join(indexer name: String, owning shards: [Int] = [0], epoch: UInt64 = 1) throws {
        try register(name, .indexer, Self.state(owning: shards, epoch: epoch))
    }

    mutating func register(
        _ name: String, _ role: MemberRole, _ state: MemberState, address: String? = nil, as member: String? = nil,
        shards: Int? = nil, wire: Int = TimtinVersion.wire
    ) throws {
        let info = MemberInfo(name: member ?? name, role: role, instance: name, host: "host", processID: 2)
        try request(
            address ?? name, ClusterRegister.self,
            .init(member: info, shards: shards ?? core.configuration.shards, state: state, wire: wire))
    }

    mutating func heartbeat(_ name: String, _ state: MemberState, address: String? = nil) throws {
        try request(address ?? name, ClusterHeartbeat.self, .init(name: name, instance: name, state: state))
    }

    static func state(owning shards: [Int], epoch: UInt64 = 1, generation: String? = "1.1") -> MemberState {
        MemberState(
            owned: shards.map {
                ShardState(
                    shard: $0, epoch: epoch, generation: generation, through: 1,
                    acknowledged: generation == nil ? 0 : 1, documents: 1,
                    segments: 1, byteCount: 1, folder: "shards/000\($0)", behind: [])
            })
    }

    /// Lets a member answer a request that it was sent.
    mutating func answer(_ sent: Sent, from member: String? = nil, _ text: String? = nil) throws {
        let envelope = try WireCoder.encode(Envelope(kind: .reply, id: sent.envelope.id))
        let body = text ?? #"{"id":\#(Self.id(of: sent.text)),"jsonrpc":"2.0","result":{}}"#
        receive(.memberMessage(Self.address(member ?? sent.member), envelope: envelope, body: Array(body.utf8)))
    }

    /// The requests sent to members so far that are not of the broker's own making.
    var requests: [Sent] { sent.filter { $0.envelope.kind == .request } }

    /// The last reply to a client.
    func lastReply() throws -> JSONRPCResponse<JSONValue> {
        try WireCoder.decode(JSONRPCResponse<JSONValue>.self, from: replies.last?.body ?? [])
    }

    /// The last reply to a member.
    func lastReplyToMember() throws -> JSONRPCResponse<JSONValue> {
        try WireCoder.decode(
            JSONRPCResponse<JSONValue>.self, from: sent.last { $0.envelope.kind == .reply }?.body ?? [])
    }

    static func id(of body: String) -> String {
        let rest = body.split(separator: "\"id\":", maxSplits: 1).dropFirst().first ?? "null"
        return String(rest.prefix { $0 != "," && $0 != "}" })
    }
}
