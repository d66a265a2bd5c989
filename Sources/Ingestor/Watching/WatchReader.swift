import DocumentReading
import Foundation
import Hashing
import Logging
import ServiceSupport

/// The reading thread of a watch: it looks at the folders, claims what its plan says and reads that into the queue.
///
/// Everything on one thread, from ``start()`` to ``stop()``.
//
// Sendable because every stored variable but `isStopped`, which the condition guards, is touched by that thread alone.
final class WatchReader: @unchecked Sendable {
    private let stores: [(folder: String, store: WatchStore)]
    private let ledger: WatchLedger
    private let queue: BatchQueue
    private let interval: Duration
    private let options: ReaderOptions
    private let logger: Logger
    private let failed: @Sendable (any Error) -> Void
    private let condition = NSCondition()
    private var isStopped = false
    private var plan: WatchPlan
    private var isFirstLook = true
    private var knownFailures: [String: String] = [:]

    /// - Parameters:
    ///   - stores: The watched folders, as absolute paths, with what is kept of each.
    ///   - interval: How often to look.
    ///   - failed: Told what ended the thread before it was stopped.
    init(
        stores: [(folder: String, store: WatchStore)], ledger: WatchLedger, queue: BatchQueue, settle: Duration,
        interval: Duration, options: ReaderOptions, logger: Logger, failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.stores = stores
        self.ledger = ledger
        self.queue = queue
        self.interval = interval
        self.options = options
        self.logger = logger
        self.failed = failed
        plan = WatchPlan(settle: settle)
    }

    func start() {
        let thread = Thread { [self] in
            do {
                while let pause = try readOnce(), wait(pause) {}
            } catch {
                failed(error)
            }
            queue.finish()
        }
        thread.name = "timtin.watch"
        thread.start()
    }

    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// One look and the reading of what it gave.
    ///
    /// - Returns: For how long to wait before the next look; nil when the queue is stopped.
    private func readOnce() throws -> Duration? {
        let start = ContinuousClock.now
        try look()
        // However large the folders are, looking at them takes a tenth of the time at most.
        let pause = max(interval, (ContinuousClock.now - start) * 9)
        while !isStopping, let file = plan.next() {
            guard try read(file) else { return nil }
            if ContinuousClock.now - start > pause { return .zero }
        }
        return pause
    }

    private func look() throws {
        for file in ledger.takeSettled() {
            plan.isDone(file.key, stamp: file.stamp, isUnreadable: file.isUnreadable)
        }
        var files: [WatchedFile] = []
        var seenWhole: [WatchStore] = []
        for (folder, store) in stores {
            let listing = FolderListing(of: folder)
            let found = listing.files.map { WatchedFile(folder: folder, name: $0.name, stamp: $0.stamp) }
            note(listing.failures, of: folder)
            files += found
            // A folder in which there is nothing at all may be one that is not mounted at the moment.
            guard listing.failures.isEmpty, !found.isEmpty else { continue }
            seenWhole.append(store)
            if isFirstLook { try store.forgetAll(but: Set(found.map(\.key))) }
        }
        isFirstLook = false
        for file in plan.look(files, at: .now) {
            guard let store = store(of: file), seenWhole.contains(where: { $0 === store }) else { continue }
            try store.forget(file.key)
        }
    }

    private func store(of file: WatchedFile) -> WatchStore? {
        stores.first { $0.folder.utf8.elementsEqual(file.folder.utf8) }?.store
    }

    /// Says once what cannot be looked at.
    private func note(_ failures: [String: String], of folder: String) {
        for (name, reason) in failures.sorted(by: { $0.key < $1.key }) where knownFailures[name] != reason {
            knownFailures[name] = reason
            logger.warning(
                "cannot be watched", metadata: ["folder": "\(folder)", "name": "\(name)", "reason": "\(reason)"])
        }
    }

    /// Claims and reads a file, unless somebody else does or did.
    ///
    /// - Returns: false when the queue is stopped.
    private func read(_ file: WatchedFile) throws -> Bool {
        guard let store = store(of: file) else { return true }
        if let record = store.record(of: file), record.isDone {
            plan.isDone(file.key, stamp: record.stamp, isUnreadable: record.isUnreadable)
            return true
        }
        guard try store.claims.take(file.key) else {
            plan.isElsewhere(file.key)
            return true
        }
        // The one that had the claim before may have finished the file since we looked.
        let record = store.record(of: file)
        if let record, record.isDone {
            store.claims.giveBack(file.key)
            plan.isDone(file.key, stamp: record.stamp, isUnreadable: record.isUnreadable)
            return true
        }
        guard FileStamp(path: file.path) == file.stamp else {
            store.claims.giveBack(file.key)
            return true
        }
        plan.isOurs(file.key)
        return send(file, from: record ?? store.newRecord(of: file), store)
    }

    private func send(_ file: WatchedFile, from record: FileRecord, _ store: WatchStore) -> Bool {
        logger.info(
            "reading a file",
            metadata: ["file": "\(file.name)", "from": "\(record.position?.offset ?? 0)"])
        store.begin(record, of: file.key)
        ledger.opened(file, in: store, record: record)
        if let position = record.position { queue.begin(at: position) }
        let reader = DocumentReader(file: file.name, in: file.folder, options: options, resumingAt: record.position)
        var isAnythingRead = record.position != nil
        let before = queue.consumedByteCount
        while let item = reader.next() {
            if case .documents = item { isAnythingRead = true }
            // It went away between claim and opening, which is no fault of anybody's.
            if !isAnythingRead, FileStamp(path: file.path) == nil {
                ledger.dropped(file.key)
                plan.isWaiting(file.key)
                return true
            }
            guard queue.add(item, consumedByteCount: before + reader.consumedByteCount) else { return false }
        }
        let end = ReadPosition(input: file.folder, file: file.name, isFileDone: true)
        let isUnreadable = !isAnythingRead && file.stamp.byteCount > 0
        return queue.end(FileEnd(position: end, isUnreadable: isUnreadable))
    }

    private var isStopping: Bool {
        condition.lock()
        defer { condition.unlock() }
        return isStopped
    }

    /// Waits; false when it is to stop.
    private func wait(_ pause: Duration) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let end = Date(timeIntervalSinceNow: pause / .seconds(1))
        while !isStopped, condition.wait(until: end) {}
        return !isStopped
    }
}
