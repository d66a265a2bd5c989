import Logging
import Protocol
import SearchIndex
import Synchronization

/// The generations that a worker has open. Newer ones are opened beside them by a ``SegmentStore`` and swapped in whole;
/// queries that run keep the one they began with. Usable from any thread.
final class OpenShards: Sendable {
    private struct State {
        /// How many shards the cluster has.
        var count = 0
        /// The shards that the worker holds.
        var held: Set<Int> = []
        var readers: [Int: IndexReader] = [:]
        var told: [Int: (state: ShardState, at: ContinuousClock.Instant)] = [:]
    }

    private let state = Mutex(State())
    private let store: any SegmentStore

    /// - Parameter store: Where the generations come from.
    init(_ store: any SegmentStore) {
        self.store = store
    }

    /// Generations of a data folder that the worker shares with the indexers.
    convenience init(dataFolder: String, logger: Logger) {
        self.init(SharedSegments(dataFolder: dataFolder, logger: logger))
    }

    /// Opens what is there already, so that there are answers before any indexer lives, and returns when it is open.
    ///
    /// - Parameters:
    ///   - shards: How many shards the cluster has.
    ///   - held: The shards to open; every one when nil.
    ///   - switched: Called whenever a generation was swapped in, on any thread.
    /// - Throws: Where the store cannot be used at all.
    func begin(shards: Int, held: [Int]? = nil, switched: @escaping @Sendable () -> Void) async throws {
        let held = held ?? Array(0..<shards)
        state.withLock { ($0.count, $0.held) = (shards, Set(held)) }
        try await store.begin(held) { [weak self] shard, reader in
            self?.state.withLock { $0.readers[shard] = reader }
            switched()
        }
    }

    /// Takes the news of the cluster; opens what is newer in the background.
    func clusterChanged(_ cluster: ClusterState) {
        let now = ContinuousClock.now
        let news = state.withLock { state in
            for shard in cluster.shards where (0..<state.count).contains(shard.shard) {
                state.told[shard.shard] = (shard, now)
            }
            return cluster.shards.filter { state.held.contains($0.shard) }
        }
        for shard in news { store.told(shard) }
    }

    /// Returns when all news taken so far have been dealt with, as far as that depends on no other process.
    func settle() async { await store.settle() }

    /// Opens nothing more.
    func end() { store.end() }

    /// Every shard of the cluster as a query that begins now sees it. One that is not held has nothing open.
    func views() -> [ShardView] {
        let now = ContinuousClock.now
        return state.withLock { state in
            (0..<state.count).map { shard in
                let reader = state.readers[shard]
                let told = state.told[shard]
                let news = state.held.contains(shard) ? told : nil
                let age = news.map {
                    GenerationFreshness.age(
                        of: reader?.generation, in: $0.state, elapsed: (now - $0.at) / .milliseconds(1))
                }
                let isEmpty = told?.state.isEmpty ?? false
                return ShardView(
                    shard: shard, reader: reader, isEmpty: isEmpty && reader == nil, ageMilliseconds: age ?? 0)
            }
        }
    }

    /// What to tell the broker.
    var openGenerations: [OpenGeneration] {
        state.withLock { state in
            state.readers.sorted { $0.key < $1.key }.map { shard, reader in
                OpenGeneration(
                    shard: shard, generation: "\(reader.generation.name)", through: reader.generation.through)
            }
        }
    }
}
