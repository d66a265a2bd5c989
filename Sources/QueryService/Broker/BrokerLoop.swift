import Foundation
import Logging
import Messaging
import Protocol
import ZeroMQ

/// The broker's sockets and the loop over them; everything on the thread that made it.
final class BrokerLoop {
    let bound: BrokerServer.Binding
    private let clients: Socket
    private let cluster: Socket
    private let events: Socket
    private let control: BrokerControl
    private let logger: Logger
    private let start = ContinuousClock.now
    private var core: BrokerCore

    /// How many messages of a socket are taken before the other has its turn.
    private static let turnCount = 128

    init(
        _ binding: BrokerServer.Binding, control: BrokerControl, logger: Logger,
        configure: (BrokerServer.Binding) -> BrokerConfiguration
    ) throws {
        self.control = control
        self.logger = logger
        clients = try Socket(.router, options: Self.options(messageByteCountMax: binding.messageByteCountMax))
        // Members are trusted, and an answer may be larger than any request.
        cluster = try Socket(.router, options: Self.options(messageByteCountMax: nil))
        events = try Socket(.pub)
        bound = BrokerServer.Binding(
            clients: try Self.bind(clients, to: binding.clients), cluster: try Self.bind(cluster, to: binding.cluster),
            events: try Self.bind(events, to: binding.events))
        core = BrokerCore(configure(bound))
    }

    /// Runs until it is told to stop and everything is answered.
    ///
    /// - Returns: The error that ended it, if one did.
    func run() -> (any Error)? {
        defer { for socket in [clients, cluster, events] { socket.close() } }
        do {
            var poller = Poller()
            poller.add(clients, for: .readable)
            poller.add(cluster, for: .readable)
            poller.add(descriptor: control.wakeUp.descriptor, for: .readable)
            handle(.tick)
            var giveUpAt: ContinuousClock.Instant?
            while true {
                _ = try poller.wait(timeout: wait(until: giveUpAt))
                control.wakeUp.silence()
                // Before the tick: what came in while this process slept are signs of life.
                try takeMessages(of: cluster, as: memberEvent)
                try takeMessages(of: clients, as: clientEvent)
                handle(.tick)
                guard control.isStopping else { continue }
                if giveUpAt == nil {
                    giveUpAt = .now + control.drainTimeout
                    handle(.stop)
                }
                if let giveUpAt, giveUpAt <= .now { handle(.abandon) }
                if core.isDrained { return nil }
            }
        } catch {
            return error
        }
    }

    private func wait(until giveUpAt: ContinuousClock.Instant?) -> Duration? {
        if control.isStopping, giveUpAt == nil { return .zero }
        let wake = core.nextWake.map { start + $0 }
        return [wake, giveUpAt].compactMap(\.self).min().map { max(.zero, $0 - .now) }
    }

    private func takeMessages(of socket: Socket, as event: (Message) -> BrokerEvent?) throws {
        for _ in 0..<Self.turnCount {
            guard let message = try socket.receive() else { return }
            if let event = event(message) { handle(event) }
        }
    }

    private func clientEvent(_ message: Message) -> BrokerEvent? {
        guard message.count >= 2 else { return nil }
        // A REQ puts an empty frame before the body, and a correlating one its number before that.
        let delimiter = message.indices.dropFirst().dropLast().first { message[$0].isEmpty } ?? 0
        let address = ClientAddress(frames: message[...delimiter].map(\.bytes))
        return .clientMessage(address, body: message[delimiter + 1].bytes)
    }

    private func memberEvent(_ message: Message) -> BrokerEvent? {
        guard message.count >= 3 else { return nil }
        return .memberMessage(
            MemberAddress(routingID: message[0].bytes), envelope: message[1].bytes, body: message[2].bytes)
    }

    /// Lets the core decide about an event and does what it says.
    private func handle(_ event: BrokerEvent) {
        let moment = Moment(uptime: .now - start, wall: .seconds(Date().timeIntervalSince1970))
        for action in core.receive(event, at: moment) {
            switch action {
            case .reply(let address, let body): reply(body, to: address)
            case .send(let address, let envelope, let body): send(envelope, body, to: address)
            case .publish(let event): publish(event)
            case .log(let level, let message, let metadata):
                logger.log(level: level, "\(message)", metadata: metadata.mapValues { "\($0)" })
            }
        }
    }

    private func reply(_ body: [UInt8], to address: ClientAddress) {
        do {
            try clients.send(Message(address.frames.map { Frame($0) } + [Frame(body)]))
        } catch {
            logger.debug("a client went away before its answer", metadata: ["error": "\(error)"])
        }
    }

    private func send(_ envelope: Envelope, _ body: [UInt8], to address: MemberAddress) {
        do {
            try cluster.send(Message([Frame(address.routingID)] + EnvelopeCoder.message(envelope, body).frames))
        } catch {
            logger.debug("a member cannot be reached", metadata: ["error": "\(error)"])
            handle(.unreachable(address))
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
