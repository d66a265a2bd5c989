import DocumentReading
import Logging
import ServiceSupport

/// Keeps count of batches that are done and writes down how far it is. Callable from any task.
protocol BatchLedger: Sendable {
    /// What this run has counted so far.
    var runTotals: IngestTotals { get }
    /// A batch is acknowledged. Batches come in any order.
    func finished(_ batch: FinishedBatch) throws
    /// Writes down what has changed since the last time.
    func save() async throws
}

/// Sends what a queue gives: as many tasks as the window is wide, and one that ticks.
struct SendingLoop: Sendable {
    var queue: BatchQueue
    var sender: BatchSender
    var ledger: any BatchLedger
    var member: IngestMember
    var settings: SettingValues
    var logger: Logger
    var display: ProgressDisplay
    /// Bytes of all inputs, where that is known by now.
    var wholeByteCount: @Sendable () -> UInt64? = { nil }

    /// Runs until the queue is at its end and everything that came out of it is acknowledged.
    ///
    /// - Throws: What makes going on senseless. What was acknowledged until then is in the ledger.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let ticker = Task { try await tick() }
            defer { ticker.cancel() }
            for _ in 0..<settings[IngestSettings.window] {
                group.addTask {
                    while let batch = await queue.next() {
                        let finished = try await sender.send(batch)
                        try ledger.finished(finished)
                        member.tell(of: finished.quarantined, input: finished.next.input)
                    }
                }
            }
            do {
                try await group.waitForAll()
            } catch {
                // The others end when they ask for the next batch or notice that they are cancelled.
                queue.stop()
                throw error
            }
            ticker.cancel()
            _ = try? await ticker.value
        }
    }

    /// Four times a second: partial batches go out, the ledger is saved, progress is shown.
    private func tick() async throws {
        let started = ContinuousClock.now
        var meter = RateMeter()
        var byteMeter = RateMeter(span: .seconds(20))
        var display = display
        defer { display.clear() }
        while !Task.isCancelled {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return }
            queue.flush(olderThan: settings[IngestSettings.linger])
            do {
                try await ledger.save()
            } catch {
                logger.error("the progress cannot be written down", metadata: ["reason": "\(error)"])
            }
            member.tellRest()
            let elapsed = ContinuousClock.now - started
            let totals = ledger.runTotals
            let read = queue.consumedByteCount
            display.show(
                IngestProgress(
                    totals: totals, readByteCount: read, wholeByteCount: wholeByteCount(), elapsed: elapsed,
                    rate: meter.rate(at: elapsed, count: totals.acknowledged),
                    byteRate: byteMeter.rate(at: elapsed, count: Int(clamping: read)), trouble: sender.link.trouble))
        }
    }
}
