import Logging
import Protocol
import ZeroMQ

/// The ROUTER of a server, on its thread.
final class ServerSocket: SocketOwner {
    enum Command: Sendable {
        /// A request was carried out; `reply` is nil where none is wanted.
        case done(route: [Frame], reply: RPCReply?)
        case drain
    }

    /// Messages taken in one turn, so that commands are not starved by a flood.
    private static let messagesPerTurn = 256

    let endpoint: String
    private let socket: Socket
    private let handlers: RPCHandlers
    private let settings: MessagingSettings
    private let logger: Logger
    private let loop: SocketLoop
    private let mailbox: Mailbox<Command>
    private var runningCount = 0
    /// Until when what runs is waited for; nil until the server is told to stop.
    private var drainEnd: ContinuousClock.Instant?

    init(
        binding endpoint: String, handlers: RPCHandlers, settings: MessagingSettings, logger: Logger, loop: SocketLoop,
        mailbox: Mailbox<Command>
    ) throws {
        socket = try Socket(.router)
        try socket.bind(endpoint)
        self.endpoint = try socket.boundEndpoint
        self.handlers = handlers
        self.settings = settings
        self.logger = logger
        self.loop = loop
        self.mailbox = mailbox
        loop.watch(socket) { [unowned self] _ in receive() }
    }

    func take(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .drain: drainEnd = drainEnd ?? .now + settings.drainTimeout
            case .done(let route, let reply):
                runningCount -= 1
                if let reply { send(reply, along: route) }
            }
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let drainEnd else { return nil }
        if runningCount == 0 || now >= drainEnd {
            if runningCount > 0 {
                logger.warning("stopping before all requests are answered", metadata: ["requests": "\(runningCount)"])
            }
            loop.stop()
        }
        return drainEnd
    }

    func close() {
        socket.close()
    }

    private func receive() {
        for _ in 0..<Self.messagesPerTurn {
            guard let message = try? socket.receive() else { return }
            take(message)
        }
    }

    private func take(_ message: Message) {
        guard let (route, body, attachmentCount) = Self.split(message) else {
            logger.warning("dropped a message without a body", metadata: ["frames": "\(message.count)"])
            return
        }
        if let refusal = refusal(attachmentCount: attachmentCount) {
            // Refusing means scanning for the id, which is not for this thread.
            run(route) { [handlers] in handlers.refuse(body.bytes, with: refusal) }
        } else {
            run(route) { [handlers] in await handlers.answer(body.bytes) }
        }
    }

    private func run(_ route: [Frame], _ work: @escaping @Sendable () async -> RPCReply?) {
        runningCount += 1
        let mailbox = mailbox
        Task { mailbox.post(.done(route: route, reply: await work())) }
    }

    /// Why a request is not taken now.
    private func refusal(attachmentCount: Int) -> RPCError? {
        if drainEnd != nil { return RPCError(.shuttingDown, detail: "\(endpoint) is stopping; send it again") }
        if attachmentCount > 0 {
            let detail =
                "\(attachmentCount) frames follow the body, and no request has attachments: send the body alone"
            return RPCError(.invalidRequest, detail: detail)
        }
        guard runningCount >= settings.requestCountMax else { return nil }
        return RPCError(
            .overloaded, detail: "\(endpoint) carries out \(runningCount) requests already; send it again after a while"
        )
    }

    private func send(_ reply: RPCReply, along route: [Frame]) {
        do {
            try socket.send(Message(route + [Frame(reply.body)] + reply.attachments.map { Frame($0) }))
        } catch {
            // The client went away, or takes no more; it sends again if it still wants the answer.
            logger.debug("dropped a reply", metadata: ["error": "\(error)"])
        }
    }

    /// The frames that lead back to the sender, the body, and how many frames follow it.
    ///
    /// A DEALER sends the body alone, a REQ an empty delimiter before it, and a REQ that tells replies apart a number of
    /// four bytes before that.
    static func split(_ message: Message) -> (route: [Frame], body: Frame, attachmentCount: Int)? {
        var routeCount = 1
        if message.count > 2, message[1].isEmpty {
            routeCount = 2
        } else if message.count > 3, message[1].byteCount == 4, message[2].isEmpty {
            routeCount = 3
        }
        guard message.count > routeCount else { return nil }
        return (Array(message.frames[..<routeCount]), message[routeCount], message.count - routeCount - 1)
    }
}
