import Foundation
import Logging
import Messaging
import Protocol
import ServiceLifecycle
import ServiceSupport
import Testing

@testable import Indexer

/// The whole service over real sockets, as long as no broker is there: a shard that knows its cluster serves at once.
@Suite(.timeLimit(.minutes(2)))
struct IndexerServerTests {
    let data: TemporaryFolder

    init() throws { data = try TemporaryFolder() }

    private var folder: ShardFolder { ShardFolder(data: data.path, shard: 0) }
    private var endpoint: String { "ipc://\(data.path)/indexer" }

    private func establish() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try SQLiteJournal(path: folder.journal).establish(ShardIdentity(shard: 0, shards: 1))
    }

    private func group() -> ServiceGroup {
        let server = IndexerServer(
            configuration: IndexerServer.Configuration(
                brokers: ["ipc://\(data.path)/nobody"], folder: folder, bind: endpoint, advertise: "auto",
                name: "indexer-0"),
            logger: silentLogger)
        return ServiceGroup(
            configuration: .init(
                services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: silentLogger))
    }

    /// Runs the service while `body` speaks to it, then stops it in order.
    private func serving(_ body: (RPCClient) async throws -> Void) async throws {
        let group = group()
        let running = Task { try await group.run() }
        let client = try RPCClient(endpoint: endpoint, logger: silentLogger)
        do {
            try await body(client)
        } catch {
            running.cancel()
            throw error
        }
        client.shutdown()
        await group.triggerGracefulShutdown()
        try await running.value
    }

    @Test func `documents are put, found in the journal, published, and there after a restart`() async throws {
        try establish()
        let documents = (0..<10).map { DocumentsPut.PutDocument(Document(id: "d\($0)", title: "Lũ \($0)")) }
        try await serving { client in
            let put = try await client.call(DocumentsPut.self, .init(documents: documents))
            #expect(put.outcomes.map(\.outcome) == .init(repeating: .created, count: 10))
            #expect(try await client.call(DocumentsDelete.self, .init(ids: ["d3"])).deleted == 1)
            let state = try #require(try await client.call(IndexCommit.self, .init()).shards.first)
            #expect(state.documents == 9)
            #expect(state.generation?.hasPrefix("1.") == true)
        }
        #expect(try SQLiteJournal(path: folder.journal).position().indexedThrough == 11)
        try await serving { client in
            #expect(try await client.call(Ping.self, .init()).name == "indexer-0")
            let got = try await client.call(DocumentsGet.self, .init(ids: ["d1", "d3"]))
            #expect(got.documents == [documents[1]])
            #expect(got.missing == ["d3"])
            let state = try #require(try await client.call(IndexCommit.self, .init()).shards.first)
            #expect(state.documents == 9)
            #expect(state.epoch == 2)
        }
    }

    @Test func `a shard that is taken is refused at once`() async throws {
        try establish()
        let lock = try ShardLock(folder)
        await #expect(throws: ProgramError.self) { try await group().run() }
        withExtendedLifetime(lock) {}
    }

    @Test func `told to stop while it waits for the broker, it stops`() async throws {
        let group = group()
        let running = Task { try await group.run() }
        let client = try RPCClient(endpoint: endpoint, logger: silentLogger)
        // It answers for itself already, and says that it has no shard yet.
        #expect(try await client.call(Ping.self, .init()).role == .indexer)
        await #expect {
            _ = try await client.call(IndexGeneration.self, .init(), deadline: .milliseconds(200))
        } throws: { error in
            [.unavailable, .deadlineExceeded].contains((error as? RPCError)?.knownCode)
        }
        client.shutdown()
        await group.triggerGracefulShutdown()
        try await running.value
    }
}
