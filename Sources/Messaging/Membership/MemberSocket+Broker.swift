import Logging
import Protocol
import ZeroMQ

/// What the broker says.
extension MemberSocket {
    func receive() {
        for _ in 0..<Self.messagesPerTurn {
            guard !loop.isStopped, (try? socket.receive(into: message)) == true else { return }
            session.heard(.now)
            guard message.count >= 2 else { continue }
            do {
                take(try message.withSpan(at: 0) { (span) throws(RPCError) in try EnvelopeCoder.decode(span) })
            } catch {
                link.logger.warning("dropped a message without a readable envelope", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Takes the message that was received last.
    private func take(_ envelope: Envelope) {
        if envelope.kind == .request, drainEnd == nil,
            let reply = message.withSpan(at: 1, { link.handlers.answerAtOnce($0) })
        {
            return send(RPCReply(body: reply), to: envelope.id)
        }
        let body = message.bytes(at: 1)
        switch envelope.kind {
        case .request: run(envelope, body)
        case .reply:
            if envelope.id.hasPrefix(ClusterRegister.name) { registered(body) } else { heartbeatAnswered(body) }
        case .notification:
            if let state = try? WireCoder.decode(JSONRPCRequest<ClusterStateChanged.Params>.self, from: body),
                state.method == ClusterStateChanged.name
            {
                link.cluster.put(state.params.cluster)
            } else {
                let handlers = link.handlers
                Task { _ = await handlers.answer(body, context: envelope.context) }
            }
        }
    }

    private func run(_ envelope: Envelope, _ body: [UInt8]) {
        runningCount += 1
        let (mailbox, handlers, refusal) = (mailbox, link.handlers, refusal)
        Task {
            let reply =
                if let refusal {
                    handlers.refuse(body, with: refusal)
                } else {
                    await handlers.answer(body, context: envelope.context)
                }
            mailbox.post(.done(id: envelope.id, reply: reply))
        }
    }

    private var refusal: RPCError? {
        if drainEnd != nil { return RPCError(.shuttingDown, detail: "\(link.member.name) is stopping; send it again") }
        guard runningCount > link.settings.requestCountMax else { return nil }
        return RPCError(
            .overloaded,
            detail: "\(link.member.name) carries out \(runningCount - 1) requests already; send it again after a while")
    }

    private func registered(_ body: [UInt8]) {
        switch Self.reply(to: ClusterRegister.self, body) {
        case .success(let result):
            session.registered(by: result.instance, .now)
            link.status.set(isConnected: true)
            link.logger.notice(
                "registered with the broker",
                metadata: ["broker": "\(result.broker)", "instance": "\(result.instance)"])
            link.cluster.put(result.cluster)
        case .failure(let error):
            let mayPass = error.data.retryable || [.notFound, .deadlineExceeded].contains(error.knownCode)
            if mayPass { lose(.forgotten) } else { end(.refused(error)) }
        }
    }

    private func heartbeatAnswered(_ body: [UInt8]) {
        switch Self.reply(to: ClusterHeartbeat.self, body) {
        case .success(let result):
            if case .end(let loss) = session.heartbeatAnswered(by: result.instance) { return lose(loss) }
            link.cluster.put(result.cluster)
        case .failure(let error):
            if error.knownCode == .notFound { return lose(.forgotten) }
            link.logger.warning("the broker refused a heartbeat", metadata: ["error": "\(error)"])
        }
    }

    private static func reply<M: RPCMethod>(to method: M.Type, _ body: [UInt8]) -> Result<M.Result, RPCError> {
        do {
            let reply = try WireCoder.decode(JSONRPCResponse<M.Result>.self, from: body)
            if let error = reply.error { return .failure(error) }
            if let result = reply.result { return .success(result) }
            return .failure(RPCError(.invalidRequest, detail: "the broker's answer to \(M.name) has no result"))
        } catch {
            return .failure(
                RPCError(.invalidRequest, detail: "the broker's answer to \(M.name) is not understood: \(error)"))
        }
    }
}

extension Envelope {
    /// What a handler is told.
    fileprivate var context: RPCContext {
        RPCContext(
            deadline: deadline.map { .now + .milliseconds($0.clampedMilliseconds) }, traceparent: traceparent,
            shard: shard)
    }
}
