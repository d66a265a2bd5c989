import DocumentReading
import Hashing

/// What looks at the watched folders mean, and which file to claim next: decisions, without files, locks or clocks.
///
/// A file is ready when two looks saw it alike and it has not changed for a while, so that nobody is still writing it.
/// It is read again when it changes, from its beginning. Whatever happens to it meanwhile, it is read by one at a time.
struct WatchPlan {
    typealias Instant = ContinuousClock.Instant

    private enum Standing: Equatable {
        /// To be claimed as soon as it is ready.
        case waiting
        /// Another ingestor has it; to be looked into again after the next look.
        case elsewhere
        /// Claimed by this process: read, or on its way to the cluster.
        case ours
        /// Everything of it is in, or nothing of it can be.
        case done(FileStamp, isUnreadable: Bool)
    }

    private struct Entry {
        var file: WatchedFile
        /// When it was first seen as it is.
        var since: Instant
        var lookCount = 1
        var standing = Standing.waiting
        /// The number of the look that saw it last.
        var seenIn: Int
    }

    private let settle: Duration
    private var entries: [Hash128: Entry] = [:]
    private var lookNumber = 0
    /// The files that are ready, in reverse order: the last is next.
    private var ready: [Hash128] = []

    /// - Parameter settle: For how long a file must not have changed.
    init(settle: Duration) { self.settle = settle }

    /// Takes in what a look at all folders saw.
    ///
    /// - Parameter files: All files, in the order in which they are to be read.
    /// - Returns: The files that were done with and are gone.
    mutating func look(_ files: [WatchedFile], at now: Instant) -> [WatchedFile] {
        lookNumber += 1
        ready = []
        for file in files {
            see(file, at: now)
            guard let entry = entries[file.key], entry.standing == .waiting, entry.lookCount >= 2,
                now - entry.since >= settle
            else { continue }
            ready.append(file.key)
        }
        ready.reverse()
        return forgetVanished()
    }

    private mutating func see(_ file: WatchedFile, at now: Instant) {
        guard var entry = entries[file.key] else {
            entries[file.key] = Entry(file: file, since: now, seenIn: lookNumber)
            return
        }
        entry.seenIn = lookNumber
        if entry.file.stamp == file.stamp {
            entry.lookCount += 1
        } else {
            entry.file = file
            entry.since = now
            entry.lookCount = 1
        }
        switch entry.standing {
        case .elsewhere: entry.standing = .waiting
        case .done(let stamp, let isUnreadable):
            let isSame = isUnreadable ? stamp == file.stamp : stamp.hasContent(of: file.stamp)
            if !isSame { entry.standing = .waiting }
        case .waiting, .ours: break
        }
        entries[file.key] = entry
    }

    private mutating func forgetVanished() -> [WatchedFile] {
        let gone = entries.filter { $0.value.seenIn != lookNumber && $0.value.standing != .ours }
        for key in gone.keys { entries[key] = nil }
        return gone.values.filter { entry in
            if case .done = entry.standing { true } else { false }
        }.map(\.file).sorted { $0.key < $1.key }
    }

    /// The file to claim next, each once a look; nil until the next look.
    mutating func next() -> WatchedFile? { ready.popLast().flatMap { entries[$0]?.file } }

    /// The file was claimed.
    mutating func isOurs(_ key: Hash128) { entries[key]?.standing = .ours }

    /// Another process holds the file's claim.
    mutating func isElsewhere(_ key: Hash128) { entries[key]?.standing = .elsewhere }

    /// The claim was given back before the end of the file: it changed or went away under it.
    mutating func isWaiting(_ key: Hash128) { entries[key]?.standing = .waiting }

    /// The file was done with when it had this stamp, by whomever.
    mutating func isDone(_ key: Hash128, stamp: FileStamp, isUnreadable: Bool) {
        entries[key]?.standing = .done(stamp, isUnreadable: isUnreadable)
    }
}
