import Foundation
import Messaging
import Protocol
import SearchIndex
import Synchronization

@testable import QueryService

/// Serves the files of a sample's shard as an indexer does, over a socket, and badly where it is told to.
final class FileServer: Sendable {
    private struct State {
        var published: Generation?
        /// How many parts to send before one is damaged; nil for none.
        var damage: Int?
        var partCount = 0
        var byteCount = 0
    }

    private let state = Mutex(State())
    private let files: GenerationFiles
    private let server: Mutex<RPCServer?> = Mutex(nil)
    private let shard: Int

    init(_ sample: SampleIndex, shard: Int = 0) throws {
        self.shard = shard
        files = GenerationFiles(folder: sample.indexFolder(shard))
        try restart()
    }

    /// Listens at another place; whoever was connected has to be told.
    func restart() throws {
        var handlers = RPCHandlers()
        handlers.onAttaching(IndexManifest.self) { [weak self] params, _ in
            guard let self, let name = published?.name else { throw RPCError(.notFound, detail: "nothing yet") }
            let manifest = try Self.mapped { try self.files.manifest(of: name) }
            let files = manifest.files.map { IndexFile(path: $0.path, byteCount: Int($0.byteCount)) }
            return (.init(shard: params.shard, generation: "\(name)", files: files), [manifest.bytes])
        }
        handlers.onAttaching(IndexSegment.self) { [weak self] params, _ in
            guard let self else { throw RPCError(.shuttingDown, detail: "gone") }
            var (bytes, size) = try Self.mapped {
                try self.files.read(params.path, at: UInt64(params.offset), upTo: params.byteCount)
            }
            if isDamaging(bytes.count) { bytes[bytes.count / 2] ^= 4 }
            return (.init(offset: params.offset, byteCount: bytes.count, fileByteCount: Int(size)), [bytes])
        }
        let new = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: SampleIndex.quiet)
        server.withLock { $0 = new }
    }

    var endpoint: String { server.withLock { $0?.endpoint ?? "" } }
    var published: Generation? { state.withLock { $0.published } }
    /// The bytes of files that were sent so far.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// Lets one part in so many come damaged, beginning with the next; nil for none.
    func damage(oneIn count: Int?) {
        state.withLock { state in
            state.damage = count
            state.partCount = 0
        }
    }

    /// Publishes a generation; gives how the cluster is told of it.
    @discardableResult
    func publish(_ generation: Generation) -> ClusterState {
        state.withLock { $0.published = generation }
        return cluster
    }

    /// What the cluster is told.
    var cluster: ClusterState {
        var state = SampleIndex.state(published, shard: shard)
        state.endpoint = endpoint
        return ClusterState(shards: [state])
    }

    private func isDamaging(_ byteCount: Int) -> Bool {
        state.withLock { state in
            state.byteCount += byteCount
            defer { state.partCount += 1 }
            return state.damage.map { state.partCount % $0 == 0 } ?? false
        }
    }

    private static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as IndexError {
            throw RPCError(error.code == .missing ? .notFound : .corrupted, detail: error.description)
        }
    }
}

/// A worker's shards that are fetched into a folder, and the generations that were opened.
struct FetchingWorker {
    let shards: OpenShards
    private let switches: AsyncStream<Void>

    init(
        _ folder: String, shards count: Int = 1, held: [Int]? = nil,
        limits: FetchPlan.Limits = .init(
            partByteCount: 2000, firstPause: .milliseconds(1), lastPause: .milliseconds(5),
            damagePause: .milliseconds(5))
    ) async throws {
        let store = FetchedSegments(
            folder: folder, limits: limits, settings: MessagingSettings(), logger: SampleIndex.quiet)
        shards = OpenShards(store)
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .unbounded)
        switches = stream
        try await shards.begin(shards: count, held: held) { continuation.yield() }
    }

    /// Waits until a generation is open.
    func open(_ generation: Generation) async {
        guard shards.openGenerations.map(\.generation) != ["\(generation.name)"] else { return }
        for await _ in switches where shards.openGenerations.map(\.generation) == ["\(generation.name)"] { return }
    }

    func answers(to queries: [String]) throws -> [[String]] {
        try queries.map { query in
            try SearchEngine.search(SearchParameters(Search.Params(query: query, size: 100)), in: shards.views())
                .hits.map { "\($0.id) \($0.score)" }
        }
    }
}
