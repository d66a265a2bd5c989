import Logging
import Protocol
import ZeroMQ

/// Carries out what the choice of servers decides, and tells it what happens.
extension ClientSocket {
    private static let messagesPerTurn = 256

    func perform(_ step: ServerChoice.Step, _ now: ContinuousClock.Instant) {
        switch step {
        case .resolve(let server):
            status.set(server: server)
            if let address = NameResolver.addressWithoutLookup(endpoints[server]) {
                choice.resolved([address], of: server, now)
            } else {
                resolver.lookUp(endpoints[server]) { [mailbox] addresses in
                    mailbox.post(.resolved(addresses, server: server))
                }
            }
        case .connect(let server, let address): connect(to: server, at: address, now)
        case .probe: probe()
        case .giveUp(let loss): if let active { end(active, loss) }
        }
    }

    private func connect(to server: Int, at address: String, _ now: ContinuousClock.Instant) {
        connectionCount += 1
        do {
            active = try ClientConnection(
                number: connectionCount, server: server, address: address, loop: loop,
                isReadable: { [unowned self] in receive(from: $0) },
                isObserved: { [unowned self] in observe($1, of: $0) })
        } catch {
            logger.warning("cannot connect", metadata: ["to": "\(endpoints[server])", "error": "\(error)"])
            return choice.failed(now)
        }
        status.set(address: address)
        // inproc has no connections that could fail.
        if address.hasPrefix("inproc:") { choice.connected() }
    }

    /// Sends a call that belongs to nobody: its answer is a sign of life and nothing else.
    private func probe() {
        guard let active,
            let template = try? RequestTemplate(method: Ping.name, params: Ping.Params(), traceparent: nil)
        else { return }
        _ = send(template.bytes(id: 0, millisecondsLeft: settings.silenceMax.milliseconds), over: active)
    }

    private func receive(from connection: ClientConnection, atMost count: Int = messagesPerTurn) {
        for _ in 0..<count {
            guard let message = try? connection.socket.receive() else { return }
            // A server that answers a DEALER may put an empty delimiter first.
            let body = message.firstIndex { !$0.isEmpty }
            let isStopping = body.map { take(message[$0], attachments: Array(message.frames[($0 + 1)...])) } ?? false
            guard connection === active else { continue }
            // inproc has no connections that could be watched, so whoever speaks is connected.
            if !status.isConnected { status.set(isConnected: true) }
            if isStopping {
                leave(connection, .now)
            } else {
                choice.heard(owesMore: ledger.unansweredCount > 0, .now)
            }
        }
    }

    private func observe(_ event: SocketEvent, of connection: ClientConnection) {
        if event.kind == .handshakeSucceeded, connection === active {
            status.set(isConnected: true)
            choice.connected()
        } else if event.isEnd {
            // What came before the loss may be seen after it, since the events have a socket of their own.
            receive(from: connection, atMost: .max)
            if connection === active { choice.failed(.now) }
            end(connection, choice.lastLoss)
        }
    }

    /// Goes on to another server, and keeps the connection to this one, which stops, for what it answers yet.
    private func leave(_ connection: ClientConnection, _ now: ContinuousClock.Instant) {
        let left = endpoint
        guard choice.turnedAway(now) else { return }
        say(left, .stopping)
        connection.closeAt = now + settings.drainTimeout + settings.silenceMax
        connection.set(wantsToWrite: false)
        leaving.append(connection)
        active = nil
        status.set(isConnected: false)
    }

    /// Closes the connections that owe nothing any more, or owe it for too long.
    ///
    /// - Returns: when to look again at the latest.
    func closeLeft(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        for connection in leaving
        where connection.closeAt.map({ $0 <= now }) == true || !ledger.isOwed(by: connection.number) {
            end(connection, .silent)
        }
        return leaving.compactMap(\.closeAt).min()
    }

    private func end(_ connection: ClientConnection, _ loss: ServerChoice.Loss?) {
        if connection === active {
            if status.isConnected, let loss { say(endpoints[connection.server], loss) }
            active = nil
            status.set(isConnected: false)
        }
        leaving.removeAll { $0 === connection }
        connection.close(dropping: true)
        takeBack(from: connection)
    }

    private func say(_ left: String, _ loss: ServerChoice.Loss) {
        let isAlone = endpoints.count == 1
        logger.log(
            level: isAlone ? .debug : .notice, isAlone ? "connecting again" : "going on to the next server",
            metadata: ["left": "\(left)", "reason": "\(loss.reason)", "next": "\(endpoint)"])
    }
}
