import Foundation
import Logging
import Messaging
import Protocol
import Testing

/// All end-to-end tests: one at a time, since each starts a whole cluster.
@Suite(.serialized, .enabled(if: Executables.folder != nil, "\(Executables.skipReason)"))
enum EndToEnd {}

/// A whole cluster of real processes on a folder of its own, started by `timtin up`.
final class Cluster: Sendable {
    let folder: URL
    /// The endpoint of each broker, at least one.
    let endpoints: [String]
    let supervisor: Child
    let client: RPCClient

    /// Starts a cluster and waits until it says that it is ready.
    ///
    /// - Parameter arguments: Further arguments of `timtin up`.
    init(workers: Int = 1, folder: URL = Cluster.newFolder(), arguments: [String] = []) async throws {
        self.folder = folder
        supervisor = try Child(
            "timtin",
            ["up", "--data", folder.path, "--broker", "tcp://127.0.0.1:0", "--workers", "\(workers)"] + arguments)
        try await supervisor.waitForOutput("ready: ")
        let line = supervisor.output.split(separator: "\n").first { $0.contains("ready: ") } ?? ""
        guard let start = line.range(of: "tcp://") else {
            throw TestFailure("no endpoint in the line of readiness: \(line)")
        }
        endpoints = line[start.lowerBound...].prefix { !$0.isWhitespace }.split(separator: ",").map(String.init)
        client = try RPCClient(endpoints: endpoints, logger: Self.quietLogger)
    }

    /// Where its first broker is.
    var endpoint: String { endpoints[0] }

    /// Logs nothing below errors, so that the tests' own report stays readable.
    static let quietLogger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return logger
    }()

    /// A new, empty folder under the system's folder for temporary files.
    static func newFolder() -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "timtin-\(UUID().uuidString.prefix(8))")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Stops the cluster as Ctrl-C does, waits for its end and removes its folder unless it is wanted again.
    func stop(keepsFolder: Bool = false) async throws {
        client.shutdown()
        supervisor.signal(SIGINT)
        let status = try await supervisor.exitStatus(within: .seconds(30))
        #expect(status == 0, "timtin up ended with \(status):\n\(supervisor.output)")
        if !keepsFolder { try FileManager.default.removeItem(at: folder) }
    }

    /// What tells a program where the cluster is.
    var brokerArguments: [String] { endpoints.flatMap { ["--broker", $0] } }

    /// Runs the command line against this cluster.
    func timtin(_ command: String, _ arguments: String...) async throws -> (status: Int32, output: String) {
        try await Child.run("timtin", [command] + brokerArguments + arguments)
    }

    /// The members as the broker sees them.
    func members(_ role: MemberRole) async throws -> [MemberStatus] {
        try await client.call(ClusterStatus.self, .init(), deadline: .seconds(10)).members
            .filter { $0.member.role == role }
    }

    /// Writes documents, whatever it takes within a minute: resends while processes come back.
    @discardableResult
    func put(_ documents: [Document]) async throws -> DocumentsPut.Result {
        try await client.call(
            DocumentsPut.self, .init(batch: UUID().uuidString, documents: documents.map { .init($0) }),
            deadline: .seconds(60))
    }

    /// Waits until a generation with all that is acknowledged is open in every worker.
    func settle(workers: Int = 1) async throws {
        let wanted = try await client.call(IndexCommit.self, .init(), deadline: .seconds(60)).shards
        try await eventually("every worker has the committed generation open") {
            let open = try await self.members(.worker).map { $0.state.open ?? [] }
            return open.count >= workers
                && open.allSatisfy { generations in
                    wanted.allSatisfy { shard in
                        generations.contains { $0.shard == shard.shard && $0.through >= shard.through }
                    }
                }
        }
    }

    /// The ids that a query finds, best first.
    func ids(_ query: String, size: Int = 10) async throws -> [String] {
        try await client.call(Search.self, .init(query: query, size: size, snippets: false), deadline: .seconds(30))
            .hits.map(\.id)
    }
}

/// Asks again and again until a condition holds; a passing error counts as "not yet".
///
/// - Throws: ``TestFailure`` when it does not hold within the deadline.
func eventually(
    _ what: String, within deadline: Duration = .seconds(60), _ condition: @Sendable () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + deadline
    var lastError: (any Error)?
    while ContinuousClock.now < end {
        do {
            if try await condition() { return }
        } catch {
            lastError = error
        }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw TestFailure("not within \(deadline): \(what)" + (lastError.map { "; last error: \($0)" } ?? ""))
}
