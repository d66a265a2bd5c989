import Logging
import SearchIndex
import ServiceSupport
import Synchronization

/// What the thread tells the policy, the service, and those who wait.
extension IndexingThread {
    func announce(_ generation: Generation, work: Work) {
        let now = ContinuousClock.now
        let ages = indexer.progress.withLock { progress in
            let ages = progress.policy.ages(publishedThrough: generation.through, at: now)
            progress.policy.handle(
                .published(through: generation.through, documents: work.changes.count, bytes: work.byteCount), at: now)
            return ages
        }
        indexer.times.published(ages, at: now)
        tell(generation, changes: work.changes.count, age: ages.first?.age)
    }

    /// - Parameter age: For how long the oldest of the changes had been acknowledged; nil for a merge.
    func tell(_ generation: Generation, changes: Int, age: Duration?) {
        let (isAnnounced, waiters, state) = indexer.progress.withLock { progress in
            (progress.publish(generation), progress.takeSatisfiedWaiters(), progress.state(at: .now))
        }
        folder.logger.debug(
            "published",
            metadata: [
                "generation": "\(generation.name)", "through": "\(generation.through)",
                "documents": "\(generation.documentCount)", "segments": "\(generation.segmentCount)",
                "changes": "\(changes)", "waited": "\(age.map { HumanText.duration($0) } ?? "-")",
            ])
        if isAnnounced { reports.published(state) }
        for waiter in waiters { waiter.answer.resume() }
    }

    func handle(_ event: CommitPolicy.Event) {
        indexer.progress.withLock { $0.policy.handle(event, at: .now) }
    }

    var lease: Duration { indexer.progress.withLock { $0.policy.limits.lease } }
}
