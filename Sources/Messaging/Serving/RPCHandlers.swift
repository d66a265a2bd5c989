public import Logging
public import Protocol

/// What a process answers: a table of methods, and the rules of JSON-RPC around it.
///
/// Whatever bytes come, the answer is a reply or, for a notification, nothing. A value; usable from any thread.
public struct RPCHandlers: Sendable {
    /// One request on its way to a handler.
    struct Call: Sendable {
        let body: [UInt8]
        let request: ScannedRequest
        let context: RPCContext
    }

    /// What a handler made of a call: the result as JSON, and what follows it.
    struct Outcome: Sendable {
        var result: [UInt8]
        var attachments: [[UInt8]] = []
    }

    typealias Handler = @Sendable (Call) async throws -> Outcome

    private var handlers: [String: Handler] = [:]
    /// The results, as JSON, of methods that are always answered alike.
    private var constants: [String: [UInt8]] = [:]
    /// Larger bodies, and larger attachments of one reply, are answered by `message too large`, in bytes.
    public var messageByteCountMax = MessagingSettings().messageByteCountMax
    /// Where faults of handlers are told.
    public var logger = Logger(label: "timtin.messaging")

    /// A table without methods.
    public init() {}

    /// The names of the methods that are answered.
    public var methods: Set<String> { Set(handlers.keys) }

    /// Answers a method by `body`, in place of what answered it before.
    ///
    /// The body runs in a task of its own on the cooperative pool, any number at once, and is cancelled when the
    /// deadline passes. An ``RPCError`` it throws is the reply; any other error is logged and answered as
    /// `internal error`.
    public mutating func on<M: RPCMethod>(
        _ method: M.Type, _ body: @escaping @Sendable (M.Params, RPCContext) async throws -> M.Result
    ) {
        on(method, reading: M.Params.self, body)
    }

    /// Answers a method by `body`, with parameters that are read in another way than clients write them, such as one that
    /// passes over parts that are wrong.
    public mutating func on<M: RPCMethod, Params: Decodable & Sendable>(
        _ method: M.Type, reading: Params.Type,
        _ body: @escaping @Sendable (Params, RPCContext) async throws -> M.Result
    ) {
        handlers[M.name] = { call in
            let start = ContinuousClock.now
            let params = try call.params(as: Params.self)
            var context = call.context
            context.readingTime = .now - start
            return Outcome(result: try WireCoder.encode(try await body(params, context)))
        }
    }

    /// Answers a method always by the same result, at once and on the thread that received the request, whatever the
    /// parameters are.
    ///
    /// - Precondition: the result can be written as JSON.
    public mutating func on<M: RPCMethod>(_ method: M.Type, answering result: M.Result) {
        guard let bytes = try? WireCoder.encode(result) else {
            preconditionFailure("\(result) cannot be written as JSON")
        }
        constants[M.name] = bytes
        handlers[M.name] = { _ in Outcome(result: bytes) }
    }

    /// Answers a method by `body`, which takes the request as it came, a whole JSON-RPC object, and returns the result
    /// as JSON.
    public mutating func onRaw(
        _ method: String, _ body: @escaping @Sendable ([UInt8], RPCContext) async throws -> [UInt8]
    ) {
        handlers[method] = { call in
            let range = call.request.range
            let isWhole = range == call.body.indices
            return Outcome(result: try await body(isWhole ? call.body : Array(call.body[range]), call.context))
        }
    }

    /// Answers a method whose result is followed by frames of bytes, as many as ``RPCMethod/attachmentCount`` says.
    ///
    /// Such a method cannot stand in a batch, where nobody could tell whose the frames are.
    public mutating func onAttaching<M: RPCMethod>(
        _ method: M.Type,
        _ body: @escaping @Sendable (M.Params, RPCContext) async throws -> (result: M.Result, attachments: [[UInt8]])
    ) {
        handlers[M.name] = { call in
            let params = try call.params(as: M.Params.self)
            let (result, attachments) = try await body(params, call.context)
            precondition(attachments.count == M.attachmentCount, "\(M.name) attaches \(M.attachmentCount) frames")
            return Outcome(result: try WireCoder.encode(result), attachments: attachments)
        }
    }

    /// Answers a body: a request, a notification or a batch, whose members are carried out side by side.
    ///
    /// - Returns: the reply; nil where none is wanted.
    public func answer(_ body: [UInt8], context: RPCContext = RPCContext()) async -> RPCReply? {
        switch scan(body) {
        case .failure(let refusal): return RPCReply(body: refusal.reply)
        case .success(.single(let request)): return await answer(request, body, context)
        case .success(.batch(let requests)): return await answer(requests, body, context)
        }
    }

    /// The reply to a single request whose answer is always the same; nil for all else, which is to be given to
    /// ``answer(_:context:)``. Only short bodies are looked at, so that the calling thread is not held up.
    func answerAtOnce(_ body: Span<UInt8>) -> [UInt8]? {
        guard !constants.isEmpty, body.count <= Self.shortByteCountMax,
            case .single(let request)? = try? RequestScanner.scan(body), request.problem == nil,
            let id = request.idBytes, let result = constants[request.method]
        else { return nil }
        return RPCBytes.reply(id: id, result: result)
    }

    private static let shortByteCountMax = 1024

    /// Answers a body by the same error, whatever it asks; nil where no reply is wanted.
    func refuse(_ body: [UInt8], with error: RPCError) -> RPCReply? {
        switch scan(body) {
        case .failure(let refusal): return RPCReply(body: refusal.reply)
        case .success(.single(let request)):
            guard !request.isNotification else { return nil }
            return RPCReply(body: RPCBytes.reply(id: request.replyID, error: request.problem ?? error))
        case .success(.batch(let requests)):
            let replies = requests.filter { !$0.isNotification }
                .map { RPCBytes.reply(id: $0.replyID, error: $0.problem ?? error) }
            return replies.isEmpty ? nil : RPCReply(body: RPCBytes.batch(replies))
        }
    }

    private struct Refusal: Error {
        let reply: [UInt8]
    }

    private func scan(_ body: [UInt8]) -> Result<ScannedMessage, Refusal> {
        let message: ScannedMessage
        do {
            message = try RequestScanner.scan(body)
        } catch {
            return .failure(Refusal(reply: RPCBytes.reply(id: RPCBytes.nullID, error: error)))
        }
        guard body.count > messageByteCountMax else { return .success(message) }
        let error = RPCError(
            .messageTooLarge,
            detail: "\(body.count) bytes, and at most \(messageByteCountMax) are taken: send less at once")
        guard case .single(let request) = message else {
            return .failure(Refusal(reply: RPCBytes.reply(id: RPCBytes.nullID, error: error)))
        }
        return .failure(Refusal(reply: RPCBytes.reply(id: request.replyID, error: error)))
    }

    private func answer(_ requests: [ScannedRequest], _ body: [UInt8], _ context: RPCContext) async -> RPCReply? {
        let replies = await withTaskGroup(of: (Int, [UInt8]?).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, await answer(request, body, context, inBatch: true)?.body) }
            }
            var replies = [[UInt8]?](repeating: nil, count: requests.count)
            for await (index, reply) in group { replies[index] = reply }
            return replies.compactMap { $0 }
        }
        return replies.isEmpty ? nil : RPCReply(body: RPCBytes.batch(replies))
    }

    private func answer(
        _ request: ScannedRequest, _ body: [UInt8], _ context: RPCContext, inBatch: Bool = false
    ) async -> RPCReply? {
        do {
            let outcome = try await run(request, body, context.narrowed(by: request))
            guard !request.isNotification else { return nil }
            try check(outcome.attachments, of: request.method, inBatch: inBatch)
            return RPCReply(
                body: RPCBytes.reply(id: request.replyID, result: outcome.result), attachments: outcome.attachments)
        } catch {
            return request.isNotification ? nil : RPCReply(body: RPCBytes.reply(id: request.replyID, error: error))
        }
    }

    private func check(_ attachments: [[UInt8]], of method: String, inBatch: Bool) throws(RPCError) {
        guard !attachments.isEmpty else { return }
        guard !inBatch else {
            throw RPCError(
                .invalidRequest, detail: "\(method) is answered with attachments: send it alone, not in a batch")
        }
        let byteCount = attachments.reduce(0) { $0 + $1.count }
        guard byteCount <= messageByteCountMax else {
            throw RPCError(
                .messageTooLarge,
                detail:
                    "the answer to \(method) has \(byteCount) bytes attached, and at most \(messageByteCountMax) are "
                    + "sent: ask for less at once")
        }
    }

    private func run(
        _ request: ScannedRequest, _ body: [UInt8], _ context: RPCContext
    ) async throws(RPCError) -> Outcome {
        if let problem = request.problem { throw problem }
        guard let handler = handlers[request.method] else {
            throw RPCError(
                .methodNotFound, detail: "there is no method \"\(request.method)\" here; see rpc.discover",
                pointer: "/method")
        }
        let call = Call(body: body, request: request, context: context)
        do {
            guard let deadline = context.deadline else { return try await handler(call) }
            return try await Self.run(handler, call, until: deadline)
        } catch let error as RPCError {
            throw error
        } catch {
            logger.error(
                "a handler failed", metadata: ["method": "\(request.method)", "error": "\(String(reflecting: error))"])
            throw RPCError(.internalError, detail: "\(request.method) failed: \(error)")
        }
    }

    /// Runs a handler and cancels it at the deadline. It is waited for even then: what it started should be finished or
    /// taken back before its place is given to the next.
    private static func run(
        _ handler: @escaping Handler, _ call: Call, until deadline: ContinuousClock.Instant
    ) async throws -> Outcome {
        guard deadline > .now else { throw late(call) }
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await handler(call) }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                return nil
            }
            let first: Outcome?
            do {
                first = try await group.next() ?? nil
            } catch is CancellationError where deadline <= .now {
                first = nil
            }
            group.cancelAll()
            guard let result = first, deadline > .now else { throw late(call) }
            return result
        }
    }

    private static func late(_ call: Call) -> RPCError {
        RPCError(
            .deadlineExceeded,
            detail: "the deadline passed before \(call.request.method) was done; give more time, or ask for less")
    }
}
