import Foundation
import Logging
import Messaging
import Protocol
import ZeroMQ

/// The broker's sockets, on their thread: what comes is handed to the core, and what the core says is done.
final class BrokerSockets: SocketOwner {
    enum Command: Sendable {
        case stop
    }

    let bound: BrokerServer.Binding
    private let clients: Socket
    private let cluster: Socket
    private let events: Socket
    private let loop: SocketLoop
    private let drainTimeout: Duration
    private let logger: Logger
    private let start = ContinuousClock.now
    private var core: BrokerCore
    /// The message received last.
    private let message = MessageBuffer()
    /// What is to be done, and what is being done.
    private var actions: [BrokerAction] = []
    private var performed: [BrokerAction] = []
    /// Until when a stopping broker waits for what is under way; nil while it runs.
    private var giveUpAt: ContinuousClock.Instant?

    /// How many messages of a socket are taken before the other has its turn.
    private static let messagesPerTurn = 32

    init(
        _ binding: BrokerServer.Binding, drainTimeout: Duration, logger: Logger, loop: SocketLoop,
        configure: (BrokerServer.Binding) -> BrokerConfiguration
    ) throws {
        self.loop = loop
        self.drainTimeout = drainTimeout
        self.logger = logger
        clients = try Socket(.router, options: Self.options(messageByteCountMax: binding.messageByteCountMax))
        // Members are trusted, and an answer may be larger than any request.
        cluster = try Socket(.router, options: Self.options(messageByteCountMax: nil))
        events = try Socket(.pub)
        bound = BrokerServer.Binding(
            clients: try Self.bind(clients, to: binding.clients), cluster: try Self.bind(cluster, to: binding.cluster),
            events: try Self.bind(events, to: binding.events))
        core = BrokerCore(configure(bound))
        loop.watch(cluster) { [unowned self] _ in receive(from: cluster) { $0.memberEvent } }
        loop.watch(clients) { [unowned self] _ in receive(from: clients) { $0.clientEvent } }
        handle(.tick, at: moment())
    }

    func take(_ commands: [Command]) {
        guard giveUpAt == nil else { return }
        giveUpAt = .now + drainTimeout
        handle(.stop, at: moment())
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        // After the messages: what came in while this process slept are signs of life.
        if let wake = core.nextWake, start + wake <= now { handle(.tick, at: moment()) }
        if let giveUpAt {
            if giveUpAt <= now { handle(.abandon, at: moment()) }
            if core.isDrained { loop.stop() }
        }
        let wake = core.nextWake.map { start + $0 }
        guard let giveUpAt else { return wake }
        return wake.map { min($0, giveUpAt) } ?? giveUpAt
    }

    func close() {
        for socket in [clients, cluster, events] { socket.close() }
    }

    private func moment() -> Moment {
        Moment(uptime: .now - start, wall: .seconds(Date().timeIntervalSince1970))
    }

    private func receive(from socket: Socket, as event: (MessageBuffer) -> BrokerEvent?) {
        let moment = moment()
        // All is sent after all is received: libzmq's I/O thread then wakes up once for many messages, and passes many on
        // by one system call, as do the peers.
        for _ in 0..<Self.messagesPerTurn {
            guard (try? socket.receive(into: message)) == true else { break }
            if let event = event(message) { core.receive(event, at: moment, &actions) }
        }
        perform(at: moment)
    }

    /// Lets the core decide about an event and does what it says.
    private func handle(_ event: BrokerEvent, at moment: Moment) {
        core.receive(event, at: moment, &actions)
        perform(at: moment)
    }

    /// Does what the core said. What that leads to is done as well.
    private func perform(at moment: Moment) {
        while !actions.isEmpty {
            swap(&actions, &performed)
            for action in performed { perform(action, at: moment) }
            performed.removeAll(keepingCapacity: true)
        }
    }

    private func perform(_ action: BrokerAction, at moment: Moment) {
        switch action {
        case .reply(let address, let body): reply(body, to: address)
        case .send(let address, let envelope, let body): send(envelope, body, to: address, at: moment)
        case .publish(let event): publish(event)
        case .log(let level, let message, let metadata):
            logger.log(level: level, "\(message)", metadata: metadata.mapValues { "\($0)" })
        }
    }

    private func reply(_ body: [UInt8], to address: ClientAddress) {
        do {
            try address.routingID.withSpan { (id) throws(ZeroMQError) in try clients.send(frame: id, hasMore: true) }
            for frame in address.delimiter { try clients.send(frame: frame.span, hasMore: true) }
            try clients.send(frame: body.span, hasMore: false)
        } catch {
            logger.debug("a client went away before its answer", metadata: ["error": "\(error)"])
        }
    }

    private func send(_ envelope: Envelope, _ body: [UInt8], to address: MemberAddress, at moment: Moment) {
        do {
            try address.routingID.withSpan { (id) throws(ZeroMQError) in try cluster.send(frame: id, hasMore: true) }
            try cluster.send(frame: EnvelopeCoder.encode(envelope).span, hasMore: true)
            try cluster.send(frame: body.span, hasMore: false)
        } catch {
            logger.debug("a member cannot be reached", metadata: ["error": "\(error)"])
            core.receive(.unreachable(address), at: moment, &actions)
        }
    }

    private func publish(_ event: CloudEvent) {
        do {
            try events.send(Message([Frame(event.type), Frame(try WireCoder.encode(event))]))
        } catch {
            logger.warning("an event was not published", metadata: ["error": "\(error)"])
        }
    }

    private static func bind(_ socket: Socket, to endpoint: String) throws -> String {
        try socket.bind(try Endpoint(endpoint).description)
        return try socket.boundEndpoint
    }

    private static func options(messageByteCountMax: Int?) -> SocketOptions {
        var options = SocketOptions(for: .router)
        // The core bounds what is under way; a queue that is full before would look like a dead peer.
        options.sendHighWaterMark = 100_000
        if let messageByteCountMax { options.maxMessageByteCount = 4 * messageByteCountMax }
        return options
    }
}

extension MessageBuffer {
    fileprivate var clientEvent: BrokerEvent? {
        guard count >= 2 else { return nil }
        // A REQ puts an empty frame before the body, and a correlating one its number before that.
        let delimiter = (1..<count - 1).first { byteCount(at: $0) == 0 } ?? 0
        return .clientMessage(
            ClientAddress(
                routingID: withSpan(at: 0) { RoutingID($0) },
                delimiter: delimiter == 0 ? [] : (1...delimiter).map { bytes(at: $0) }),
            body: bytes(at: delimiter + 1))
    }

    fileprivate var memberEvent: BrokerEvent? {
        guard count >= 3 else { return nil }
        return .memberMessage(
            MemberAddress(routingID: withSpan(at: 0) { RoutingID($0) }), envelope: bytes(at: 1), body: bytes(at: 2))
    }
}
