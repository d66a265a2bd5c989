import Foundation
import Logging
import Protocol
import Synchronization
import ZeroMQ

@testable import Messaging

/// Far longer than anything here takes, so that only what hangs fails by it.
let patience = Duration.seconds(30)

/// A logger that keeps quiet.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A fresh endpoint of each transport to bind; tcp takes a free port.
enum FreshEndpoint {
    static let transports = ["inproc", "ipc", "tcp"]

    static func make(_ transport: String) -> String {
        switch transport {
        case "inproc": "inproc://messaging-\(UUID().uuidString)"
        case "ipc": "ipc://\(FileManager.default.temporaryDirectory.path)/tt-\(UUID().uuidString.prefix(13)).sock"
        default: "tcp://127.0.0.1:*"
        }
    }
}

/// A method for tests: what it does is decided by the handler.
enum Echo: RPCMethod {
    static let name = "test.echo"
    static let server = ServerRole.any
    static let isIdempotent = true
    static let summary = "Answers what it was told."

    struct Params: RequestParams {
        var text: String
        var size: Int?
        var words: [String]?
        var _meta: RequestMeta?

        init(_ text: String) { self.text = text }
    }

    struct Result: Codable, Sendable, Equatable {
        var text: String
        var deadline: Int?
        var traceparent: String?
    }
}

/// The same as ``Echo``, not to be sent twice.
enum Once: RPCMethod {
    static let name = "test.once"
    static let server = ServerRole.any
    static let isIdempotent = false
    static let summary = "Is carried out at most once."

    typealias Params = Echo.Params
    typealias Result = Echo.Result
}

/// A door that tasks wait at until it is opened, instead of sleeping.
final class Gate: Sendable {
    private let ending = Ending()

    func open() { ending.reach() }
    func pass() async { await ending.wait() }
}

/// Counts, and lets tasks wait until a count is reached.
final class Counter: Sendable {
    private struct State {
        var count = 0
        var waiting: [(Int, CheckedContinuation<Void, Never>)] = []
    }
    private let state = Mutex(State())

    var value: Int { state.withLock { $0.count } }

    @discardableResult
    func increment() -> Int {
        let (count, reached) = state.withLock { state in
            state.count += 1
            let count = state.count
            let reached = state.waiting.filter { $0.0 <= count }.map(\.1)
            state.waiting.removeAll { $0.0 <= count }
            return (count, reached)
        }
        for continuation in reached { continuation.resume() }
        return count
    }

    func reach(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.count < count { state.waiting.append((count, continuation)) }
                return state.count >= count
            }
            if isReached { continuation.resume() }
        }
    }
}

/// Handlers with an echo that tells what it was told.
func echoing() -> RPCHandlers {
    var handlers = RPCHandlers()
    handlers.logger = quiet
    handlers.on(Echo.self) { params, context in
        Echo.Result(text: params.text, deadline: params._meta?.deadline, traceparent: context.traceparent)
    }
    return handlers
}

/// Runs blocking work, such as a plain socket's, on a thread of its own.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
