import Logging
import Protocol
import ZeroMQ

/// A member's DEALER to the broker during one session, on its thread.
///
/// Heartbeats are sent from this thread whatever the cooperative pool is busy with, so that a member at work is not taken
/// for dead.
final class MemberSocket: SocketOwner {
    enum Command: Sendable {
        /// A request was carried out; `reply` is nil where none is wanted.
        case done(id: String, reply: RPCReply?)
        case stateChanged
        /// The link's queue of events is not empty.
        case eventsWait
        case drain
    }

    /// How a session ended.
    enum Outcome: Sendable {
        case lost(MemberSession.Loss, wasRegistered: Bool)
        case refused(RPCError)
        case drained
    }

    static let messagesPerTurn = 64

    let link: MemberLink.Parts
    let socket: Socket
    private let monitor: Monitor
    let loop: SocketLoop
    let mailbox: Mailbox<Command>
    private let outcome: Handover<Outcome>
    private var watch: SocketLoop.Watch?
    var session: MemberSession
    /// The message received last.
    let message = MessageBuffer()
    private var lastRequest = 0
    /// What waits for the broker to take it, oldest first; bounded by the requests that run and the events kept.
    private var outbox: [[[UInt8]]] = []
    var runningCount = 0
    var drainEnd: ContinuousClock.Instant?

    init(
        address: String, shards: Int, link: MemberLink.Parts, outcome: Handover<Outcome>, loop: SocketLoop,
        mailbox: Mailbox<Command>
    ) throws {
        self.link = link
        self.loop = loop
        self.mailbox = mailbox
        self.outcome = outcome
        session = MemberSession(settings: link.settings, now: .now)
        socket = try Socket(.dealer, options: .connectingOnce(to: address))
        monitor = try Monitor(socket)
        try socket.connect(address)
        watch = loop.watch(socket) { [unowned self] readiness in
            if readiness.contains(.readable) { receive() }
        }
        loop.watch(monitor.socket) { [unowned self] _ in observe() }
        let params = ClusterRegister.Params(member: link.member, shards: shards, state: state())
        try request(ClusterRegister.self, params)
    }

    func take(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .done(let id, let reply):
                runningCount -= 1
                // A reply without a body settles a request that wants none.
                send(reply ?? RPCReply(body: []), to: id)
            case .stateChanged: session.hasNews(.now)
            case .eventsWait: break
            case .drain: drainEnd = drainEnd ?? .now + link.settings.drainTimeout
            }
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        switch session.turn(now) {
        case .nothing: break
        case .beat: beat()
        case .end(let loss): lose(loss)
        }
        if session.isRegistered { takeEvents() }
        flush()
        if let drainEnd, now >= drainEnd || (runningCount == 0 && outbox.isEmpty) { end(.drained) }
        return drainEnd.map { min($0, session.wakeUp) } ?? session.wakeUp
    }

    func close() {
        link.status.set(isConnected: false)
        monitor.socket.close()
        socket.close()
    }

    /// A new connection would have another routing id, by which the broker does not know the member: a lost one ends the
    /// session, sooner than silence would.
    private func observe() {
        while let event = try? monitor.next() {
            guard event.isEnd else { continue }
            // A refusal that came before the loss is the better reason.
            receive()
            lose(event.kind == .disconnected ? .disconnected : .unreachable)
        }
    }

    func lose(_ loss: MemberSession.Loss) {
        end(.lost(loss, wasRegistered: session.isRegistered))
    }

    func end(_ result: Outcome) {
        guard !loop.isStopped else { return }
        outcome.put(result)
        loop.stop()
    }

    /// Sends a reply with the others of this turn, or when the broker takes messages again.
    func send(_ reply: RPCReply, to id: String) {
        let envelope = Envelope(kind: .reply, id: id, from: link.member.name)
        outbox.append([EnvelopeCoder.encode(envelope), reply.body] + reply.attachments)
    }

    private func flush() {
        var sentCount = 0
        for frames in outbox {
            guard (try? socket.send(frames: frames)) != nil else { break }
            sentCount += 1
        }
        outbox.removeFirst(sentCount)
        if let watch { loop.set(outbox.isEmpty ? .readable : [.readable, .writable], of: watch) }
    }
}

/// What a member says by itself.
extension MemberSocket {
    private func state() -> MemberState {
        var state = link.state()
        state.outstanding = max(state.outstanding, runningCount)
        return state
    }

    private func beat() {
        // What waits already will tell the broker that the member lives.
        guard outbox.isEmpty else { return }
        let params = ClusterHeartbeat.Params(name: link.member.name, instance: link.member.instance, state: state())
        do {
            try request(ClusterHeartbeat.self, params)
        } catch {
            link.logger.error("the state cannot be written as JSON", metadata: ["error": "\(error)"])
        }
    }

    private func request<M: RPCMethod>(_ method: M.Type, _ params: M.Params) throws {
        lastRequest += 1
        let id = "\(M.name) \(lastRequest)"
        var rpcID: [UInt8] = []
        RPCBytes.append(string: id, to: &rpcID)
        let body = RPCBytes.request(id: rpcID, method: M.name, params: try WireCoder.encode(params))
        outbox.append([EnvelopeCoder.encode(Envelope(kind: .request, id: id, from: link.member.name)), body])
    }

    private func takeEvents() {
        for event in link.events.takeAll() {
            guard let params = try? WireCoder.encode(ClusterEvent.Params(event: event)) else { continue }
            let body = RPCBytes.request(id: nil, method: ClusterEvent.name, params: params)
            let envelope = Envelope(kind: .notification, id: "", from: link.member.name)
            outbox.append([EnvelopeCoder.encode(envelope), body])
        }
    }
}
