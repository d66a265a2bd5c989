import Protocol
import SearchIndex

/// Where a worker's generations come from: brings them to where they can be opened, and opens them. Usable from any
/// thread.
///
/// What is open, and who sees which generation, is for ``OpenShards`` to decide.
protocol SegmentStore: Sendable {
    /// Opens what is there of these shards already, and goes on with what ``told(_:)`` brings.
    ///
    /// - Parameter opened: Takes each generation that was opened, of a shard one after the other, on any thread. When it
    ///   returns, no query begins with the one before any more.
    /// - Throws: Where the store cannot be used at all.
    func begin(_ shards: [Int], opened: @escaping @Sendable (_ shard: Int, _ reader: IndexReader) -> Void) async throws

    /// Takes news of one of these shards. Does not wait: what is newer than what is open is opened in the background,
    /// the newest first.
    func told(_ shard: ShardState)

    /// Returns when the news taken so far have been dealt with, as far as that depends on no other process.
    func settle() async

    /// Lets go of the store; nothing is opened afterwards.
    func end()
}

extension SegmentStore {
    func end() {}
}
