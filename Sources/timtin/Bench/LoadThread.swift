import Foundation
import ServiceSupport
import Synchronization
import ZeroMQ

/// The wish to end something before its time, uttered on any thread.
final class StopWish: Sendable {
    private let uttered = Atomic(false)

    var isUttered: Bool { uttered.load(ordering: .relaxed) }

    func utter() { uttered.store(true, ordering: .relaxed) }
}

/// Carries a load: all connections on one thread, which sends what ``LoadLedger`` says is due.
///
/// Each connection is a DEALER of its own. The thread sleeps in one poll until a reply comes or a request is due; a
/// timer of the system wakes it, since a poll's own timeout is counted in milliseconds and would send late.
final class LoadThread {
    /// What a load comes to.
    struct Result: Sendable {
        var tally: LoadTally
        /// CPU time of this process from the first request to the last answer.
        var cpu: Duration
        /// Requests sent, the warm-up included.
        var sentCount: Int
    }

    private static let messagesPerTurn = 256
    /// How long connections that cannot take a request are left alone.
    private static let fullPause = Duration.milliseconds(2)

    private let requests: RequestBytes
    private let sockets: [Socket]
    private var poller = Poller()
    private let timer: WakeTimer
    private var ledger: LoadLedger
    private var sentCount = 0

    /// Runs a load to its end.
    ///
    /// - Parameters:
    ///   - endpoints: The brokers, over which the connections are spread.
    ///   - wish: Ends the load before its time.
    /// - Throws: ``ProgramError`` when not all connections stand within `patience`; `ZeroMQError` for what is no endpoint.
    static func run(
        _ plan: LoadPlan, _ requests: RequestBytes, endpoints: [String], patience: Duration, until wish: StopWish
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Swift.Result {
                        let load = try LoadThread(plan, requests, endpoints: endpoints)
                        try load.awaitConnections(endpoints, within: patience)
                        return try load.run(until: wish)
                    })
            }
            thread.name = "load"
            thread.start()
        }
    }

    private init(_ plan: LoadPlan, _ requests: RequestBytes, endpoints: [String]) throws {
        self.requests = requests
        ledger = LoadLedger(plan)
        timer = try WakeTimer()
        sockets = try (0..<plan.connections).map { number in
            let socket = try Socket(.dealer)
            try socket.connect(endpoints[number % endpoints.count])
            return socket
        }
        poller.add(descriptor: timer.descriptor, for: .readable)
        for socket in sockets { poller.add(socket, for: .readable) }
    }

    deinit {
        for socket in sockets { socket.close() }
    }

    private func awaitConnections(_ endpoints: [String], within patience: Duration) throws {
        let deadline = ContinuousClock.now + patience
        for (number, socket) in sockets.enumerated() {
            var poller = Poller()
            poller.add(socket, for: .writable)
            if try poller.wait(timeout: max(.zero, deadline - .now)).isEmpty {
                throw ProgramError.nobody(at: endpoints[number % endpoints.count])
            }
        }
    }

    private func run(until wish: StopWish) throws -> Result {
        let beginning = ContinuousClock.now
        let cpu = Self.cpuTime()
        while true {
            let now = ContinuousClock.now - beginning
            ledger.check(now)
            if wish.isUttered { ledger.stop() }
            if ledger.isFinished(now) { break }
            let isStuck = try !sendDue(beginning)
            let wakeUp = isStuck ? now + Self.fullPause : ledger.wakeUp
            timer.set(after: wakeUp - (ContinuousClock.now - beginning))
            for (position, _) in try poller.wait(timeout: nil) {
                if position == 0 { timer.silence() } else { try receive(sockets[position - 1], beginning) }
            }
        }
        return Result(tally: ledger.tally, cpu: Self.cpuTime() - cpu, sentCount: sentCount)
    }

    /// Sends what is due.
    ///
    /// - Returns: false when connections take nothing now.
    private func sendDue(_ beginning: ContinuousClock.Instant) throws(ZeroMQError) -> Bool {
        var refusedCount = 0
        for _ in 0..<Self.messagesPerTurn {
            guard let sending = ledger.due(.now - beginning) else { return true }
            do {
                try sockets[sending.connection].send(Message(requests.bytes(id: sending.id, query: sending.query)))
                sentCount += 1
            } catch  where error.code == .wouldBlock {
                ledger.unsent(sending.id)
                refusedCount += 1
                if refusedCount == sockets.count { return false }
            }
        }
        return true
    }

    private func receive(_ socket: Socket, _ beginning: ContinuousClock.Instant) throws {
        for _ in 0..<Self.messagesPerTurn {
            guard let message = try socket.receive() else { return }
            let now = ContinuousClock.now - beginning
            // A broker may put an empty delimiter before the body.
            guard let body = message.first(where: { !$0.isEmpty }), let reply = body.withSpan({ ReplyGlance($0) })
            else { continue }
            ledger.ended(reply.id, reply.outcome, now)
        }
    }

    /// Of all threads of this process.
    private static func cpuTime() -> Duration { .microseconds(clock()) }
}
