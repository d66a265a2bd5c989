import DocumentReading
import Foundation

/// Hands batches from the reading thread to the sending tasks, and makes the thread wait when they fall behind.
///
/// Bounded: ``capacity`` whole batches and one that fills. ``add(_:consumedByteCount:)`` blocks and is for the reading
/// thread; everything else is for any thread or task.
//
// Sendable because every stored variable is touched under the condition's lock alone.
final class BatchQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var batcher: Batcher
    private var ready: [IngestBatch] = []
    private var waiters: [CheckedContinuation<IngestBatch?, Never>] = []
    private var isFinished = false
    private var isStopped = false
    private var partialSince: ContinuousClock.Instant?
    private var consumed: UInt64 = 0

    /// Creates a queue that holds at most `capacity` whole batches.
    init(batcher: Batcher, capacity: Int) {
        self.batcher = batcher
        self.capacity = capacity
    }

    /// Bytes that the reader had taken from the inputs when it gave its last item.
    var consumedByteCount: UInt64 { locked { consumed } }

    /// Takes an item; blocks while the queue is full.
    ///
    /// - Returns: false once the queue is stopped: reading is then of no use.
    func add(_ item: ReadItem, consumedByteCount: UInt64) -> Bool {
        locked {
            consumed = consumedByteCount
            return pass(batcher.add(item))
        }
    }

    /// Takes the end of a watched file, as ``add(_:consumedByteCount:)`` takes an item.
    func end(_ end: FileEnd) -> Bool { locked { pass(batcher.end(end)) } }

    /// Reading goes on from here rather than from the beginning of a file.
    func begin(at position: ReadPosition) { locked { batcher.begin(at: position) } }

    private func pass(_ batches: [IngestBatch]) -> Bool {
        partialSince = batcher.isPartial ? partialSince ?? .now : nil
        for batch in batches {
            while ready.count >= capacity, !isStopped { condition.wait() }
            if isStopped { return false }
            deliver(batch)
        }
        return !isStopped
    }

    /// The input is at its end: what waits is the last batch.
    func finish() {
        locked {
            isFinished = true
            if let last = batcher.flush() { deliver(last) }
            releaseWaiters()
        }
    }

    /// Ends the queue: no batch comes out of it any more.
    func stop() {
        locked {
            isStopped = true
            ready = []
            releaseWaiters()
            condition.broadcast()
        }
    }

    /// Hands out a batch that is not full yet, when a task waits for it and its first item came that long ago.
    func flush(olderThan age: Duration, now: ContinuousClock.Instant = .now) {
        locked {
            guard let since = partialSince, now - since >= age, !waiters.isEmpty, let batch = batcher.flush() else {
                return
            }
            partialSince = nil
            deliver(batch)
        }
    }

    /// The next batch; nil at the end of the input or of the queue.
    func next() async -> IngestBatch? {
        await withCheckedContinuation { continuation in
            locked {
                if !ready.isEmpty {
                    continuation.resume(returning: ready.removeFirst())
                    condition.broadcast()
                } else if isFinished || isStopped {
                    continuation.resume(returning: nil)
                } else {
                    waiters.append(continuation)
                }
            }
        }
    }

    private func deliver(_ batch: IngestBatch) {
        guard waiters.isEmpty else {
            waiters.removeFirst().resume(returning: batch)
            return
        }
        ready.append(batch)
    }

    private func releaseWaiters() {
        for waiter in waiters { waiter.resume(returning: nil) }
        waiters = []
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}

extension BatchQueue {
    /// Reads to the end on a thread of its own, since disks and standard input block.
    func fill(from reader: DocumentReader) {
        let thread = Thread {
            while let item = reader.next() {
                guard self.add(item, consumedByteCount: reader.consumedByteCount) else { return }
            }
            self.finish()
        }
        thread.name = "timtin.reader"
        thread.start()
    }
}
