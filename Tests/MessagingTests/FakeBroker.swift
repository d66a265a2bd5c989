import Foundation
import Logging
import Protocol
import Synchronization
import Testing
import ZeroMQ

@testable import Messaging

/// A broker as a member sees it: it answers hellos, registrations and heartbeats, and records what it hears.
final class FakeBroker: Sendable {
    /// What it does, changed while it runs.
    struct Behaviour: Sendable {
        /// Random, as every broker's.
        var instance = UUID().uuidString
        var shards = 2
        var wire = TimtinVersion.wire
        /// Whether it says nothing on the cluster endpoint.
        var isSilent = false
        var registrationError: RPCError?
        var heartbeatError: RPCError?
        var cluster = ClusterState()
        /// Written over the host of the cluster endpoint in hellos.
        var clusterHost: String?
        /// Told in hellos instead of the cluster endpoint.
        var clusterEndpoint: String?
    }

    let behaviour: Mutex<Behaviour>
    let registrations = Counter()
    let heartbeats = Counter()
    let lastState = Mutex<MemberState?>(nil)
    /// Replies of members to requests sent down to them.
    let replies: AsyncStream<(envelope: Envelope, body: [UInt8])>
    /// Notifications of members.
    let notifications: AsyncStream<[UInt8]>
    private let thread: SocketThread<ClusterSocket.Command>
    private let server: RPCServer
    /// The endpoints for clients and for members.
    var client: String { server.endpoint }
    let cluster: String

    init(_ behaviour: Behaviour = Behaviour(), binding endpoint: String = "tcp://127.0.0.1:*") throws {
        self.behaviour = Mutex(behaviour)
        let (replies, replied) = AsyncStream.makeStream(of: (envelope: Envelope, body: [UInt8]).self)
        let (notifications, notified) = AsyncStream.makeStream(of: [UInt8].self)
        self.replies = replies
        self.notifications = notifications
        let bound = Handover<String>()
        let broker = Box<FakeBroker>()
        thread = try SocketThread(name: "fake-broker") { loop, _ in
            let socket = try ClusterSocket(loop: loop, broker: broker, replied: replied, notified: notified)
            bound.put(try socket.socket.boundEndpoint)
            return socket
        }
        let cluster = try Endpoint(bound.take() ?? "")
        self.cluster = cluster.description
        var handlers = RPCHandlers()
        handlers.on(ClusterHello.self) { _, _ in
            guard let broker = broker.get() else { throw RPCError(.unavailable, detail: "not yet") }
            let behaviour = broker.behaviour.withLock { $0 }
            var endpoint = cluster
            if let host = behaviour.clusterHost { endpoint.address = host }
            return ClusterHello.Result(
                broker: "fake", instance: behaviour.instance,
                cluster: behaviour.clusterEndpoint ?? endpoint.description, events: "",
                shards: behaviour.shards, wire: behaviour.wire)
        }
        server = try RPCServer(binding: endpoint, handlers: handlers, logger: quiet)
        broker.set(self)
    }

    /// Sends a message to the member that registered last.
    func send(_ envelope: Envelope, _ body: [UInt8]) {
        thread.post(.send(envelope, body))
    }

    func change(_ change: @Sendable (inout Behaviour) -> Void) {
        behaviour.withLock { change(&$0) }
    }

    func stop() async {
        await server.shutdown()
        thread.stop()
        await thread.ended()
    }
}

/// A value that is set once and read by many.
final class Box<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func set(_ value: Value) { self.value.withLock { $0 = value } }
    func get() -> Value? { value.withLock { $0 } }
}

private final class ClusterSocket: SocketOwner {
    enum Command: Sendable { case send(Envelope, [UInt8]) }

    let socket: Socket
    private let broker: Box<FakeBroker>
    private let replied: AsyncStream<(envelope: Envelope, body: [UInt8])>.Continuation
    private let notified: AsyncStream<[UInt8]>.Continuation
    private var member: Frame?

    init(
        loop: SocketLoop, broker: Box<FakeBroker>,
        replied: AsyncStream<(envelope: Envelope, body: [UInt8])>.Continuation,
        notified: AsyncStream<[UInt8]>.Continuation
    ) throws {
        socket = try Socket(.router)
        try socket.bind("tcp://127.0.0.1:*")
        self.broker = broker
        self.replied = replied
        self.notified = notified
        loop.watch(socket) { [unowned self] _ in
            while let message = try? socket.receive() { take(message) }
        }
    }

    func take(_ commands: [Command]) {
        for case .send(let envelope, let body) in commands {
            guard let member else { continue }
            try? socket.send(Message([member] + EnvelopeCoder.message(envelope, body).frames))
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }

    func close() {
        replied.finish()
        notified.finish()
        socket.close()
    }

    private func take(_ message: Message) {
        guard let broker = broker.get(), let envelope = try? EnvelopeCoder.decode(message[1]) else { return }
        let body = message[2].bytes
        switch envelope.kind {
        case .reply: replied.yield((envelope, body))
        case .notification: notified.yield(body)
        case .request:
            let behaviour = broker.behaviour.withLock { $0 }
            guard let answer = try? answer(body, broker, behaviour, from: message[0]), !behaviour.isSilent else {
                return
            }
            let reply = Envelope(kind: .reply, id: envelope.id)
            try? socket.send(Message([message[0]] + EnvelopeCoder.message(reply, answer).frames))
        }
    }

    private func answer(
        _ body: [UInt8], _ broker: FakeBroker, _ behaviour: FakeBroker.Behaviour, from member: Frame
    ) throws -> [UInt8] {
        guard case .single(let request) = try RequestScanner.scan(body), let params = request.paramsRange else {
            throw RPCError(.invalidRequest, detail: "no single request")
        }
        func answer(_ error: RPCError?, _ result: some Encodable) throws -> [UInt8] {
            if let error { return RPCBytes.reply(id: request.replyID, error: error) }
            return RPCBytes.reply(id: request.replyID, result: try WireCoder.encode(result))
        }
        if request.method == ClusterRegister.name {
            self.member = member
            defer { broker.registrations.increment() }
            return try answer(
                behaviour.registrationError,
                ClusterRegister.Result(
                    broker: "fake", instance: behaviour.instance, dropAfterMilliseconds: 1250,
                    cluster: behaviour.cluster))
        }
        let beat = try WireCoder.decode(ClusterHeartbeat.Params.self, from: Array(body[params]))
        broker.lastState.withLock { $0 = beat.state }
        defer { broker.heartbeats.increment() }
        return try answer(
            behaviour.heartbeatError,
            ClusterHeartbeat.Result(instance: behaviour.instance, cluster: behaviour.cluster))
    }
}
