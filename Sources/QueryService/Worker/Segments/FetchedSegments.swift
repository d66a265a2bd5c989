import Dispatch
import Foundation
import Logging
import Messaging
import Protocol
import SearchIndex
import ServiceSupport
import Synchronization

/// Generations that are fetched from the shards' indexers into a folder of the worker's own, and kept there.
final class FetchedSegments: SegmentStore {
    private struct State {
        var fetchers: [Int: ShardFetcher] = [:]
        /// One for each shard's folder.
        var locks: [HeldLock] = []
    }

    /// The right to write a shard's copy, for as long as this object lives.
    private final class HeldLock: Sendable {
        private let lock: FileLock

        init(_ path: String, of shard: Int) throws {
            guard let lock = try FileLock.take(path) else {
                throw ProgramError.failed(
                    "another process has \(path), for shard \(shard): give each worker that fetches a folder of its own"
                )
            }
            self.lock = lock
        }
    }

    private let state = Mutex(State())
    private let folder: String
    private let limits: FetchPlan.Limits
    private let settings: MessagingSettings
    private let logger: Logger
    private let queue = DispatchQueue(label: "timtin.fetch")

    /// - Parameter folder: The worker's own folder, laid out as a data folder is; made if it is not there.
    init(folder: String, limits: FetchPlan.Limits = .init(), settings: MessagingSettings, logger: Logger) {
        self.folder = folder
        self.limits = limits
        self.settings = settings
        self.logger = logger
    }

    /// - Throws: ``ProgramError`` when the folder is another process's or an indexer's, `IndexError` when it cannot be
    ///   read or written.
    func begin(_ shards: [Int], opened: @escaping @Sendable (Int, IndexReader) -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async {
                continuation.resume(with: Result { for shard in shards { try self.takeUp(shard, opened) } })
            }
        }
    }

    func told(_ shard: ShardState) { state.withLock { $0.fetchers[shard.shard] }?.told(shard) }

    func settle() async {
        for fetcher in state.withLock({ Array($0.fetchers.values) }) { await fetcher.settle() }
    }

    func end() {
        for fetcher in state.withLock({ Array($0.fetchers.values) }) { fetcher.end() }
    }

    private func takeUp(_ shard: Int, _ opened: @escaping @Sendable (Int, IndexReader) -> Void) throws {
        let path = folder + String(format: "/shards/%04d", shard)
        try AtomicFile.makeFolder(path)
        // What is not needed is deleted here, which must never meet what an indexer wrote.
        guard !FileManager.default.fileExists(atPath: path + "/journal.sqlite") else {
            throw ProgramError.usage(
                "--fetch \(folder) is the data folder of an indexer: name an empty folder, or open it in place by --data"
            )
        }
        let lock = try HeldLock(path + "/lock", of: shard)
        let fetcher = try ShardFetcher(
            shard: shard, folder: path + "/index", limits: limits, settings: settings, logger: logger, opened: opened)
        state.withLock { state in
            state.locks.append(lock)
            state.fetchers[shard] = fetcher
        }
    }
}
