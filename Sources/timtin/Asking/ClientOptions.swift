import ArgumentParser
import Logging
import Messaging
import Protocol
import ServiceSupport

/// The options of every command that asks a cluster.
struct ClientOptions: ParsableArguments {
    @OptionGroup var broker: BrokerOptions

    @Option(
        help: ArgumentHelp("How long to wait for an answer, such as 500ms or 1m (default: 10s).", valueName: "time"))
    var timeout: String?

    /// For how long a broker that does not answer may still be starting, or hold up the way to the next.
    static let firstAnswer = Duration.seconds(3)

    /// The longest time to wait for an answer.
    func deadline() throws(ProgramError) -> Duration {
        guard let timeout else { return .seconds(10) }
        guard let duration = Duration(settingText: timeout), duration > .zero else {
            throw .usage("--timeout \"\(timeout)\" is not allowed: expected \(Duration.settingForm)")
        }
        return duration
    }

    /// Calls one method.
    ///
    /// - Throws: `NoAnswer` soon where nobody is there, `RPCError` as answered.
    func call<Method: RPCMethod>(_ method: Method.Type, _ params: Method.Params) async throws -> Method.Result {
        try await connected { try await $0.call(method, params) }
    }

    /// Runs `body` with a connection to a broker that has answered.
    func connected<Value>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let deadline = try deadline()
        let endpoints = try broker.endpoints()
        let client = try RPCClient(endpoints: endpoints, logger: .silent)
        defer { client.shutdown() }
        _ = try await client.call(Ping.self, .init(), deadline: min(deadline, Self.firstAnswer * endpoints.count))
        return try await body(Connection(client: client, deadline: deadline))
    }
}

/// A client with the time that its caller gives each answer.
struct Connection: Sendable {
    let client: RPCClient
    let deadline: Duration

    func call<Method: RPCMethod>(_ method: Method.Type, _ params: Method.Params) async throws -> Method.Result {
        try await client.call(method, params, deadline: deadline)
    }
}

extension Logger {
    /// Says nothing: what goes wrong in a command is told once, by its error.
    static let silent = Logger(label: "timtin") { _ in SwiftLogNoOpLogHandler() }
}
