import Dispatch
import Foundation
import Logging
import Protocol
import SearchIndex
import Synchronization

/// The generations that a worker has open. Newer ones are opened beside them and swapped in whole; queries that run
/// keep the one they began with. Usable from any thread.
final class OpenShards: Sendable {
    private struct State {
        var shards = 0
        var switched: @Sendable () -> Void = {}
        var readers: [Int: IndexReader] = [:]
        var told: [Int: (state: ShardState, at: ContinuousClock.Instant)] = [:]
        /// What was logged last about a shard that cannot be opened, so that it is said once.
        var complaints: [Int: String] = [:]
    }

    private let state = Mutex(State())
    private let dataFolder: String
    private let logger: Logger
    /// Opening reads files; it is done here, one after the other.
    private let queue = DispatchQueue(label: "timtin.open")

    /// - Parameter dataFolder: The data folder that the worker shares with the indexers.
    init(dataFolder: String, logger: Logger) {
        self.dataFolder = dataFolder
        self.logger = logger
    }

    /// Says how many shards there are, and opens what lies in the data folder already, so that there are answers before
    /// any indexer lives.
    ///
    /// - Parameter switched: Called whenever a generation was swapped in, on any thread.
    func begin(shards: Int, switched: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.shards = shards
            state.switched = switched
        }
        queue.async { self.openExisting(shards) }
    }

    /// Takes the news of the cluster; opens what is newer in the background.
    func clusterChanged(_ cluster: ClusterState) {
        let now = ContinuousClock.now
        let hasNews = state.withLock { state in
            var hasNews = false
            for shard in cluster.shards where (0..<state.shards).contains(shard.shard) {
                state.told[shard.shard] = (shard, now)
                let wanted = shard.generation.flatMap { GenerationName($0) }
                if let wanted, Self.isNewer(wanted, than: state.readers[shard.shard]) { hasNews = true }
            }
            return hasNews
        }
        if hasNews { queue.async { self.catchUp() } }
    }

    /// Returns when all news taken so far have been dealt with.
    func settle() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    /// Every shard as a query that begins now sees it.
    func views() -> [ShardView] {
        let now = ContinuousClock.now
        return state.withLock { state in
            (0..<state.shards).map { shard in
                let reader = state.readers[shard]
                let told = state.told[shard]
                let age = told.map {
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

    private func openExisting(_ shards: Int) {
        var hasOpened = false
        for shard in 0..<shards {
            let folder = indexFolder(String(format: "shards/%04d", shard))
            if let current = try? IndexReader.currentGeneration(folder: folder),
                Self.isNewer(current, than: state.withLock { $0.readers[shard] })
            {
                hasOpened = open(current, of: shard, in: folder) || hasOpened
            } else if state.withLock({ $0.readers[shard] == nil }) {
                logger.info("waiting for the first generation of a shard", metadata: ["shard": "\(shard)"])
            }
        }
        if hasOpened { state.withLock { $0.switched }() }
    }

    private func catchUp() {
        let told = state.withLock { $0.told.values.map(\.state) }
        var hasOpened = false
        for shard in told.sorted(by: { $0.shard < $1.shard }) {
            guard let wanted = shard.generation.flatMap({ GenerationName($0) }),
                Self.isNewer(wanted, than: state.withLock { $0.readers[shard.shard] })
            else { continue }
            hasOpened = open(wanted, of: shard.shard, in: indexFolder(shard.folder)) || hasOpened
        }
        if hasOpened { state.withLock { $0.switched }() }
    }

    /// Opens a generation, or the newer one that has taken its place, and swaps it in.
    private func open(_ wanted: GenerationName, of shard: Int, in folder: String) -> Bool {
        do {
            let reader = try reader(of: wanted, in: folder)
            let (isFirst, isRecovery) = state.withLock { state in
                defer { state.readers[shard] = reader }
                return (state.readers[shard] == nil, state.complaints.removeValue(forKey: shard) != nil)
            }
            logger.log(
                level: isFirst || isRecovery ? .info : .debug, "generation open",
                metadata: [
                    "shard": "\(shard)", "generation": "\(reader.generation.name)",
                    "documents": "\(reader.generation.documentCount)", "bytes-read": "\(reader.bytesReadAtOpen)",
                ])
            return true
        } catch {
            let text = "\(error)"
            let isNew = state.withLock { $0.complaints.updateValue(text, forKey: shard) != text }
            if isNew {
                logger.error(
                    "a generation cannot be opened",
                    metadata: ["shard": "\(shard)", "generation": "\(wanted)", "error": "\(text)"])
            }
            return false
        }
    }

    private func reader(of wanted: GenerationName, in folder: String) throws -> IndexReader {
        do {
            return try IndexReader(folder: folder, generation: wanted)
        } catch let error as IndexError where error.code == .missing {
            // Files are deleted once a newer generation has taken their place.
            guard let current = try IndexReader.currentGeneration(folder: folder), current > wanted else { throw error }
            return try IndexReader(folder: folder, generation: current)
        }
    }

    private func indexFolder(_ folder: String) -> String { "\(dataFolder)/\(folder)/index" }

    private static func isNewer(_ name: GenerationName, than reader: IndexReader?) -> Bool {
        reader.map { $0.generation.name < name } ?? true
    }
}
