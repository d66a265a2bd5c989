import Dispatch
import Foundation
import Logging
import Protocol
import SearchIndex
import Synchronization

/// Generations that lie in a folder that the worker shares with the indexers, opened where they are.
final class SharedSegments: SegmentStore {
    private struct State {
        var opened: @Sendable (Int, IndexReader) -> Void = { _, _ in }
        /// The newest generation that is open.
        var open: [Int: IndexReader] = [:]
        var told: [Int: ShardState] = [:]
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

    func begin(_ shards: [Int], opened: @escaping @Sendable (Int, IndexReader) -> Void) async throws {
        state.withLock { $0.opened = opened }
        queue.async {
            for shard in shards { self.openExisting(shard) }
        }
        await settle()
    }

    func told(_ shard: ShardState) {
        let hasNews = state.withLock { state in
            state.told[shard.shard] = shard
            let wanted = shard.generation.flatMap { GenerationName($0) }
            return wanted.map { Self.isNewer($0, than: state.open[shard.shard]?.generation.name) } ?? false
        }
        if hasNews { queue.async { self.catchUp(shard.shard) } }
    }

    func settle() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func openExisting(_ shard: Int) {
        let folder = indexFolder(String(format: "shards/%04d", shard))
        if let current = try? IndexReader.currentGeneration(folder: folder), isNews(current, of: shard) {
            open(current, of: shard, in: folder)
        } else if state.withLock({ $0.open[shard] == nil }) {
            logger.info("waiting for the first generation of a shard", metadata: ["shard": "\(shard)"])
        }
    }

    private func catchUp(_ shard: Int) {
        guard let told = state.withLock({ $0.told[shard] }),
            let wanted = told.generation.flatMap({ GenerationName($0) }),
            isNews(wanted, of: shard)
        else { return }
        open(wanted, of: shard, in: indexFolder(told.folder))
    }

    /// Opens a generation, or the newer one that has taken its place, and gives it on.
    private func open(_ wanted: GenerationName, of shard: Int, in folder: String) {
        do {
            let reader = try reader(of: wanted, in: folder, beside: state.withLock { $0.open[shard] })
            let (isFirst, isRecovery, opened) = state.withLock { state in
                defer { state.open[shard] = reader }
                return (state.open[shard] == nil, state.complaints.removeValue(forKey: shard) != nil, state.opened)
            }
            logger.log(
                level: isFirst || isRecovery ? .info : .debug, "generation open",
                metadata: [
                    "shard": "\(shard)", "generation": "\(reader.generation.name)",
                    "documents": "\(reader.generation.documentCount)", "bytes-read": "\(reader.bytesReadAtOpen)",
                ])
            opened(shard, reader)
        } catch {
            let text = "\(error)"
            let isNew = state.withLock { $0.complaints.updateValue(text, forKey: shard) != text }
            if isNew {
                logger.error(
                    "a generation cannot be opened",
                    metadata: ["shard": "\(shard)", "generation": "\(wanted)", "error": "\(text)"])
            }
        }
    }

    private func reader(
        of wanted: GenerationName, in folder: String, beside former: IndexReader?
    ) throws -> IndexReader {
        do {
            return try IndexReader(folder: folder, generation: wanted, beside: former)
        } catch let error as IndexError where error.code == .missing {
            // Files are deleted once a newer generation has taken their place.
            guard let current = try IndexReader.currentGeneration(folder: folder), current > wanted else { throw error }
            return try IndexReader(folder: folder, generation: current, beside: former)
        }
    }

    private func isNews(_ name: GenerationName, of shard: Int) -> Bool {
        Self.isNewer(name, than: state.withLock { $0.open[shard]?.generation.name })
    }

    private func indexFolder(_ folder: String) -> String { "\(dataFolder)/\(folder)/index" }

    private static func isNewer(_ name: GenerationName, than other: GenerationName?) -> Bool {
        other.map { $0 < name } ?? true
    }
}
