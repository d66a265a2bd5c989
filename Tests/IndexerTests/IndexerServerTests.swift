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
    /// A client that is told at once that it should ask again, instead of doing so.
    private func client(_ name: String) throws -> RPCClient {
        var settings = MessagingSettings()
        settings.retry = RetryPolicy(initialDelay: .seconds(86_400), maxDelay: .seconds(86_400))
        return try RPCClient(endpoint: "ipc://\(data.path)/\(name)", settings: settings, logger: silentLogger)
    }

    private func establish() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try SQLiteJournal(path: folder.journal).establish(ShardIdentity(shard: 0, shards: 1))
    }

    private func group(_ name: String = "indexer", shard: Int? = nil) -> ServiceGroup {
        let server = IndexerServer(
            configuration: IndexerServer.Configuration(
                brokers: ["ipc://\(data.path)/nobody"], data: data.path, shard: shard,
                bind: "ipc://\(data.path)/\(name)",
                advertise: "auto", name: name, standByInterval: .milliseconds(1), service: .quick),
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
        let client = try RPCClient(endpoint: "ipc://\(data.path)/indexer", logger: silentLogger)
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
            #expect(try await client.call(Ping.self, .init()).name == "indexer")
            let got = try await client.call(DocumentsGet.self, .init(ids: ["d1", "d3"]))
            #expect(got.documents == [documents[1]])
            #expect(got.missing == ["d3"])
            let state = try #require(try await client.call(IndexCommit.self, .init()).shards.first)
            #expect(state.documents == 9)
            #expect(state.epoch == 2)
        }
    }

    @Test(arguments: [nil, 0]) func `one that finds no free shard stands by, and takes over`(shard: Int?) async throws {
        try establish()
        var lock = try ShardLock.take(folder)
        #expect(lock != nil)
        let group = group("second", shard: shard)
        let running = Task { try await group.run() }
        let client = try client("second")
        try await eventually {
            do {
                _ = try await client.call(DocumentsPut.self, .init(documents: []))
                return false
            } catch {
                guard let error = error as? RPCError else { return false }
                return error.knownCode == .unavailable && error.data.retryable
                    && error.data.detail.contains("shard 0")
            }
        }
        lock = nil
        let documents = [DocumentsPut.PutDocument(Document(id: "a", title: "Lũ"))]
        try await eventually {
            (try? await client.call(DocumentsPut.self, .init(documents: documents)))?.outcomes.count == 1
        }
        #expect(try ShardLock.take(folder) == nil)
        client.shutdown()
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(try ShardLock.take(folder) != nil)
    }

    @Test func `several take a shard each, and the next stands by until one leaves`() async throws {
        try ClusterFile.establish(shards: 2, saidBy: "the test", in: data.path)
        let names = ["a", "b", "c"]
        let groups = names.map { group($0) }
        let running = groups.map { group in Task { try await group.run() } }
        let clients = try names.map { try client($0) }
        func shard(of client: RPCClient) async -> Int? {
            try? await client.call(IndexGeneration.self, .init()).shards.first?.shard
        }
        func owned() async -> [Int?] {
            var owned: [Int?] = []
            for client in clients { owned.append(await shard(of: client)) }
            return owned
        }
        try await eventually { await Set(owned().compactMap(\.self)) == [0, 1] }
        let before = await owned()
        #expect(before.count { $0 == nil } == 1)
        let leaving = try #require(before.firstIndex { $0 != nil })
        await groups[leaving].triggerGracefulShutdown()
        try await running[leaving].value
        let next = try #require(before.firstIndex { $0 == nil })
        try await eventually { await shard(of: clients[next]) == before[leaving] }
        for client in clients { client.shutdown() }
        for group in groups { await group.triggerGracefulShutdown() }
        for task in running { try await task.value }
    }

    @Test func `a shard lost in spite of the lock is given up, and left alone for a while`() async throws {
        try establish()
        try await serving { client in
            let documents = [DocumentsPut.PutDocument(Document(id: "a", title: "Lũ"))]
            _ = try await client.call(DocumentsPut.self, .init(documents: documents))
            let other = try SQLiteJournal(path: folder.journal)
            _ = try other.takeOver(above: 0)
            let error = await #expect(throws: RPCError.self) {
                try await self.client("indexer").call(DocumentsDelete.self, .init(ids: ["a"]))
            }
            #expect([.staleEpoch, .unavailable, .shuttingDown].contains(error?.knownCode))
            #expect(error?.data.retryable == true)
            try await eventually { try ShardLock.take(folder) != nil }
            #expect(try other.records(ids: [Array("a".utf8)])[0] != nil)
        }
    }

    @Test func `a data folder of a cluster with fewer shards is refused at once`() async throws {
        try establish()
        let error = await #expect(throws: ProgramError.self) { try await group(shard: 1).run() }
        #expect(error?.status == .usage)
        #expect(error?.message.contains("the last is 0") == true)
    }

    @Test func `told to stop while it waits for the broker, it stops`() async throws {
        let group = group()
        let running = Task { try await group.run() }
        let client = try client("indexer")
        // It answers for itself already, and says that it has no shard yet.
        #expect(try await client.call(Ping.self, .init()).role == .indexer)
        await #expect {
            _ = try await client.call(IndexGeneration.self, .init())
        } throws: { ($0 as? RPCError)?.knownCode == .unavailable }
        client.shutdown()
        await group.triggerGracefulShutdown()
        try await running.value
    }
}
