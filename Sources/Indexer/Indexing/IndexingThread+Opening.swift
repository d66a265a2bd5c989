import Logging
import Protocol
import SearchIndex
import Synchronization

/// How the thread begins, what a failure means, and how it ends.
extension IndexingThread {
    /// Takes up the index, as often as it takes; nil when told to finish, or when the shard is another's.
    func open() -> IndexFolder.Opened? {
        let epoch = indexer.progress.withLock { $0.epoch }
        while true {
            if let opened = attempt("open the index", { try folder.open(epoch: epoch) }) { return opened }
            let retryAt = ContinuousClock.now + indexer.progress.withLock { $0.policy.limits.retryDelay }
            while ContinuousClock.now < retryAt {
                if indexer.progress.withLock({ $0.policy.isStopping }) { return nil }
                indexer.wait(until: retryAt)
            }
        }
    }

    func attempt<Result>(_ what: String, _ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch {
            if isFinal(error) {
                reports.failed(error)
                handle(.stopping)
            }
            note(error, "could not \(what); it is tried again")
            return nil
        }
    }

    /// Makes a freshly opened index the one that is told of.
    func take(_ opened: IndexFolder.Opened) {
        let generation = opened.writer.generation
        let (waiters, state) = indexer.progress.withLock { progress in
            let now = ContinuousClock.now
            progress.epoch = opened.epoch
            progress.isOpen = true
            let acknowledged = progress.policy.acknowledged
            progress.announcedFrom = opened.isEmptied ? acknowledged : 0
            progress.policy.restart(
                published: opened.published, oldestPending: progress.policy.times.oldest(after: opened.published) ?? now
            )
            progress.buffer.reset(acknowledged: acknowledged)
            if let generation { _ = progress.publish(generation) }
            return (progress.takeSatisfiedWaiters(), progress.state(at: now))
        }
        if generation != nil { reports.published(state) }
        for waiter in waiters { waiter.answer.resume() }
    }

    /// Whether an error says that the shard is another process's now.
    func isFinal(_ error: any Error) -> Bool {
        (error as? RPCError)?.knownCode == .staleEpoch || (error as? IndexError)?.code == .stale
    }

    func note(_ error: any Error, _ message: Logger.Message) {
        folder.logger.error(message, metadata: ["reason": "\(error)"])
        handle(.failed)
    }

    func end() {
        let (waiters, endWaiters) = indexer.progress.withLock { progress in
            progress.hasEnded = true
            defer {
                progress.waiters = []
                progress.endWaiters = []
            }
            return (progress.waiters, progress.endWaiters)
        }
        for waiter in waiters { waiter.answer.resume(throwing: ShardIndexer.stopping) }
        for waiter in endWaiters { waiter.resume() }
    }
}
