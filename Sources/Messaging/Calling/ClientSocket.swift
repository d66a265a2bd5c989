import Logging
import Protocol
import ZeroMQ

/// The calls of a client and its connections to its servers, on its thread.
final class ClientSocket: SocketOwner {
    enum Command: Sendable {
        case call(PendingCall)
        case cancel(UInt64)
        /// The addresses of a server were looked up.
        case resolved([String], server: Int)
    }

    let endpoints: [String]
    let settings: MessagingSettings
    let logger: Logger
    let status: ConnectionStatus
    let resolver: NameResolver
    let loop: SocketLoop
    let mailbox: Mailbox<Command>
    var ledger: CallLedger
    var choice: ServerChoice
    private var calls: [UInt64: PendingCall] = [:]
    /// The connection that calls are sent over.
    var active: ClientConnection?
    /// Connections to servers that stop, kept for the answers that they owe.
    var leaving: [ClientConnection] = []
    var connectionCount = 0

    init(
        endpoints: [String], settings: MessagingSettings, logger: Logger, status: ConnectionStatus,
        resolver: NameResolver, loop: SocketLoop, mailbox: Mailbox<Command>
    ) throws {
        for endpoint in endpoints { try EndpointSyntax.check(endpoint, operation: "connect") }
        self.endpoints = endpoints
        self.settings = settings
        self.logger = logger
        self.status = status
        self.resolver = resolver
        self.loop = loop
        self.mailbox = mailbox
        ledger = CallLedger(callCountMax: settings.callCountMax)
        choice = ServerChoice(serverCount: endpoints.count, settings: settings, now: .now)
    }

    /// The server that is spoken to, or tried.
    var endpoint: String { endpoints[choice.server] }

    func take(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .cancel(let id): forget(id)
            case .call(let call): take(call)
            case .resolved(let addresses, let server): choice.resolved(addresses, of: server, .now)
            }
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        for id in ledger.expire(now) { fail(id, expiry(of: id, now)) }
        while let step = choice.next(now) { perform(step, now) }
        if let active, choice.isConnected {
            let hasSent = ledger.flush(over: active.number) { id, deadline in
                send(id, millisecondsLeft: (deadline - now).milliseconds, over: active)
            }
            if hasSent { choice.sent(now) }
            active.set(wantsToWrite: ledger.hasQueued)
        }
        let closing = closeLeft(now)
        return [ledger.wakeUp, choice.wakeUp, closing].compactMap(\.self).min()
    }

    func close() {
        for id in ledger.removeAll() {
            fail(id, RPCError(.shuttingDown, detail: "the client of \(endpoint) was shut down before an answer came"))
        }
        status.set(isConnected: false)
        active?.close(dropping: false)
        for connection in leaving { connection.close(dropping: false) }
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

    /// Returns false when the peer cannot take a message now.
    private func send(_ id: UInt64, millisecondsLeft: Int, over connection: ClientConnection) -> Bool {
        guard let call = calls[id] else { return true }
        return send(call.template.bytes(id: id, millisecondsLeft: max(1, millisecondsLeft)), over: connection)
    }

    func send(_ body: [UInt8], over connection: ClientConnection) -> Bool {
        do {
            try connection.socket.send(Message(body))
            return true
        } catch {
            if error.code != .wouldBlock {
                logger.warning("a request could not be sent", metadata: ["to": "\(endpoint)", "error": "\(error)"])
            }
            return false
        }
    }

    /// Ends the call that a reply answers.
    ///
    /// - Returns: whether the reply says that its server stops.
    func take(_ body: Frame, attachments: [Frame]) -> Bool {
        let scanned: ScannedReply
        do {
            scanned = try body.withSpan { (span) throws(RPCError) in try ScannedReply(span) }
        } catch {
            logger.warning("dropped what is no reply", metadata: ["from": "\(endpoint)", "error": "\(error)"])
            return false
        }
        // The id of a reply that came too late, or twice, is not known any more.
        guard let id = Self.number(of: scanned.idBytes), ledger.remove(id) else { return false }
        let reply = PendingCall.Reply(body: body.bytes, scanned: scanned, attachments: attachments)
        calls.removeValue(forKey: id)?.finish(.success(reply))
        guard let range = scanned.errorRange else { return false }
        let error = try? WireCoder.decode(RPCError.self, from: Array(reply.body[range]))
        return error?.knownCode == .shuttingDown
    }

    /// The number that a ``RequestTemplate`` wrote as an id.
    private static func number(of idBytes: [UInt8]) -> UInt64? {
        UInt64(String(decoding: idBytes.dropFirst().dropLast(), as: UTF8.self))
    }

    /// Takes back what was sent over a connection that is no more.
    func takeBack(from connection: ClientConnection) {
        for id in ledger.connectionLost(connection.number) {
            fail(id, noAnswer(to: id, from: endpoints[connection.server], .now))
        }
    }

    private func expiry(of id: UInt64, _ now: ContinuousClock.Instant) -> any Error {
        guard status.isConnected else { return noAnswer(to: id, from: endpoints.joined(separator: " or "), now) }
        let method = calls[id]?.template.method ?? "the call"
        return RPCError(
            .deadlineExceeded,
            detail: "\(endpoint) is there but did not answer \(method) in time; give more time, or ask for less")
    }

    private func noAnswer(to id: UInt64, from endpoint: String, _ now: ContinuousClock.Instant) -> NoAnswer {
        let start = calls[id]?.start ?? now
        return NoAnswer(endpoint: endpoint, waited: now - start, wasConnected: status.wasConnected)
    }
}
