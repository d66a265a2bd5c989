import DocumentReading
import Foundation
import Hashing
import Protocol
import ServiceSupport
import Synchronization

/// Keeps count of watched files that are on their way, writes down what is done and gives their claims back. Callable
/// from any task; the disk is touched on a queue of its own.
final class WatchLedger: BatchLedger {
    /// A file that is done with.
    struct Settled: Sendable {
        var key: Hash128
        var stamp: FileStamp
        var isUnreadable: Bool
    }

    private struct OpenFile {
        var store: WatchStore
        var record: FileRecord
        /// Lines that are not in the quarantine file yet.
        var lines: [UInt8] = []
        var isChanged = false
    }

    private struct State {
        var order = AcknowledgementOrder()
        var files: [Hash128: OpenFile] = [:]
        var totals = IngestTotals()
        var settled: [Settled] = []
        /// The greatest sequences acknowledged, by store, that are not written down yet.
        var sequences: [ShardSequence] = []
    }

    private let stores: [WatchStore]
    private let queue = DispatchQueue(label: "timtin.ledger")
    private let state = Mutex(State())

    init(stores: [WatchStore]) { self.stores = stores }

    var runTotals: IngestTotals { state.withLock { $0.totals } }

    /// A file was claimed and is read from where its record says.
    func opened(_ file: WatchedFile, in store: WatchStore, record: FileRecord) {
        state.withLock { $0.files[file.key] = OpenFile(store: store, record: record) }
    }

    /// A file that was claimed is given up without a word, as when it went away.
    func dropped(_ key: Hash128) {
        let file = state.withLock { $0.files.removeValue(forKey: key) }
        file?.store.claims.giveBack(key)
    }

    func finished(_ batch: FinishedBatch) throws {
        try state.withLock { state in
            state.totals.add(batch.totals)
            for batch in state.order.finished(batch) { try Self.pass(batch, &state) }
        }
    }

    private static func pass(_ batch: FinishedBatch, _ state: inout State) throws {
        state.sequences = ShardSequence.greatest(state.sequences + batch.sequences)
        for entry in batch.quarantined {
            let key = WatchedFile.key(folder: batch.next.input, name: entry.file)
            state.files[key]?.lines += try WireCoder.encode(entry) + [UInt8(ascii: "\n")]
        }
        for end in batch.ended {
            state.files[end.key]?.record.isDone = true
            state.files[end.key]?.record.isUnreadable = end.isUnreadable
            state.files[end.key]?.record.position = end.position
            state.files[end.key]?.isChanged = true
        }
        let last = WatchedFile.key(folder: batch.next.input, name: batch.next.file)
        if state.files[last]?.record.isDone == false {
            state.files[last]?.record.position = batch.next
            state.files[last]?.isChanged = true
        }
    }

    /// The files that were done with since the last time.
    func takeSettled() -> [Settled] {
        state.withLock { state in
            defer { state.settled = [] }
            return state.settled
        }
    }

    func save() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result { try self.write() }) }
        }
    }

    /// Writes what has changed; what cannot be written stays changed.
    private func write() throws {
        let (changed, sequences) = state.withLock { state in
            defer { state.sequences = [] }
            return (state.files.filter { $0.value.isChanged }, state.sequences)
        }
        if !sequences.isEmpty { for store in stores { try store.note(sequences) } }
        for (key, file) in changed {
            try file.store.save(file.record, of: key, quarantined: file.lines)
            written(file, key)
        }
    }

    private func written(_ file: OpenFile, _ key: Hash128) {
        let isDone = state.withLock { state in
            guard var current = state.files[key] else { return false }
            current.record.quarantineByteCount += UInt64(file.lines.count)
            current.lines.removeFirst(file.lines.count)
            var known = file.record
            known.quarantineByteCount = current.record.quarantineByteCount
            current.isChanged = current.record != known || !current.lines.isEmpty
            guard current.record.isDone, !current.isChanged else {
                state.files[key] = current
                return false
            }
            state.files[key] = nil
            state.settled.append(
                Settled(key: key, stamp: current.record.stamp, isUnreadable: current.record.isUnreadable))
            return true
        }
        // Only now, when whoever claims it next will see that it is done with.
        if isDone { file.store.claims.giveBack(key) }
    }
}
