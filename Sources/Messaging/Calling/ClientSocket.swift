import Logging
import Protocol
import ZeroMQ

/// The DEALER of a client, on its thread.
final class ClientSocket: SocketOwner {
    enum Command: Sendable {
        case call(PendingCall)
        case cancel(UInt64)
    }

    private static let messagesPerTurn = 256

    private let endpoint: String
    private let settings: MessagingSettings
    private let logger: Logger
    private let status: ConnectionStatus
    private let socket: Socket
    private let monitor: Monitor
    private let loop: SocketLoop
    private var watch: SocketLoop.Watch?
    private var ledger: CallLedger
    private var calls: [UInt64: PendingCall] = [:]

    init(
        endpoint: String, settings: MessagingSettings, logger: Logger, status: ConnectionStatus, loop: SocketLoop
    ) throws {
        self.endpoint = endpoint
        self.settings = settings
        self.logger = logger
        self.status = status
        self.loop = loop
        ledger = CallLedger(resendAfter: settings.resendAfter, callCountMax: settings.callCountMax)
        socket = try Socket(.dealer, options: settings.memberOptions)
        monitor = try Monitor(socket)
        try socket.connect(endpoint)
        watch = loop.watch(socket) { [unowned self] readiness in
            if readiness.contains(.readable) { receive() }
        }
        loop.watch(monitor.socket) { [unowned self] _ in observe() }
    }

    func take(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .cancel(let id): forget(id)
            case .call(let call): take(call)
            }
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        for id in ledger.expire(now) { fail(id, expiry(of: id, now)) }
        ledger.flush(now) { id, deadline in send(id, millisecondsLeft: (deadline - now).milliseconds) }
        if let watch { loop.set(ledger.hasQueued ? [.readable, .writable] : .readable, of: watch) }
        return ledger.wakeUp
    }

    func close() {
        for id in ledger.removeAll() {
            fail(id, RPCError(.shuttingDown, detail: "the client of \(endpoint) was shut down before an answer came"))
        }
        status.set(isConnected: false)
        monitor.socket.close()
        socket.close()
    }

    private func take(_ call: PendingCall) {
        // It may have been cancelled on its way here.
        guard !call.isFinished else { return }
        guard ledger.add(call.id, deadline: call.deadline, isIdempotent: call.isIdempotent) else {
            let detail = "\(ledger.count) calls to \(endpoint) wait already; send less at once"
            return call.finish(.failure(RPCError(.overloaded, detail: detail)))
        }
        calls[call.id] = call
    }

    private func forget(_ id: UInt64) {
        _ = ledger.remove(id)
        calls[id] = nil
    }

    private func fail(_ id: UInt64, _ error: any Error) {
        calls.removeValue(forKey: id)?.finish(.failure(error))
    }

    /// Returns false when no peer can take a message now.
    private func send(_ id: UInt64, millisecondsLeft: Int) -> Bool {
        guard let call = calls[id] else { return true }
        do {
            try socket.send(Message(call.template.bytes(id: id, millisecondsLeft: max(1, millisecondsLeft))))
            return true
        } catch {
            if error.code != .wouldBlock {
                logger.warning("a request could not be sent", metadata: ["to": "\(endpoint)", "error": "\(error)"])
            }
            return false
        }
    }

    private func receive(atMost count: Int = messagesPerTurn) {
        for _ in 0..<count {
            guard let message = try? socket.receive() else { return }
            // inproc has no connections that could be watched, so whoever speaks is connected.
            if !status.isConnected { status.set(isConnected: true) }
            ledger.heard(.now)
            // A server that answers a DEALER may put an empty delimiter first.
            guard let body = message.firstIndex(where: { !$0.isEmpty }) else { continue }
            take(message[body], attachments: Array(message.frames[(body + 1)...]))
        }
    }

    private func take(_ body: Frame, attachments: [Frame]) {
        let scanned: ScannedReply
        do {
            scanned = try body.withSpan { (span) throws(RPCError) in try ScannedReply(span) }
        } catch {
            logger.warning("dropped what is no reply", metadata: ["from": "\(endpoint)", "error": "\(error)"])
            return
        }
        // The id of a reply that came too late, or twice, is not known any more.
        guard let id = Self.number(of: scanned.idBytes), ledger.remove(id) else { return }
        let reply = PendingCall.Reply(body: body.bytes, scanned: scanned, attachments: attachments)
        calls.removeValue(forKey: id)?.finish(.success(reply))
    }

    /// The number that a ``RequestTemplate`` wrote as an id.
    private static func number(of idBytes: [UInt8]) -> UInt64? {
        UInt64(String(decoding: idBytes.dropFirst().dropLast(), as: UTF8.self))
    }

    private func observe() {
        while let event = try? monitor.next() {
            switch event.kind {
            case .handshakeSucceeded: status.set(isConnected: true)
            case .disconnected: lost()
            default: break
            }
        }
    }

    private func lost() {
        // What came before the loss may be seen after it, since the events have a socket of their own. libzmq drops what
        // it has not handed out by then (an `IMMEDIATE` socket ends its pipe with the connection), so that an answer
        // may be lost that the server sent as its last; such a call is sent again, or said to be in doubt.
        receive(atMost: .max)
        status.set(isConnected: false)
        for id in ledger.connectionLost() {
            fail(id, noAnswer(to: id, .now))
        }
    }

    private func expiry(of id: UInt64, _ now: ContinuousClock.Instant) -> any Error {
        guard status.isConnected else { return noAnswer(to: id, now) }
        let method = calls[id]?.template.method ?? "the call"
        return RPCError(
            .deadlineExceeded,
            detail: "\(endpoint) is there but did not answer \(method) in time; give more time, or ask for less")
    }

    private func noAnswer(to id: UInt64, _ now: ContinuousClock.Instant) -> NoAnswer {
        let start = calls[id]?.start ?? now
        return NoAnswer(endpoint: endpoint, waited: now - start, wasConnected: status.wasConnected)
    }
}

extension MessagingSettings {
    /// The options of sockets that connect out: a fresh routing id for each connection, so that a restarted process is
    /// never taken for its predecessor, and short pauses before reconnections.
    var memberOptions: SocketOptions {
        var options = SocketOptions(for: .dealer)
        options.reconnectInterval = reconnectInterval
        options.reconnectIntervalMax = reconnectIntervalMax
        return options
    }
}
