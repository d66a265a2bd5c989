import Messaging
import SearchIndex
import ServiceSupport

/// The settings of `timtin-indexer serve`.
enum IndexerSettings {
    private static let messaging = MessagingSettings()
    private static let limits = CommitPolicy.Limits()
    private static let committing = GroupCommitter.Limits()
    private static let options = ShardService.Options()

    static let publishDelay = Setting<Duration>(
        "publish-delay", default: limits.publishDelay, in: .zero ... .seconds(60),
        "After this from its acknowledgement a document that comes alone is published")
    static let loadedPublishDelay = Setting<Duration>(
        "loaded-publish-delay", default: limits.loadedPublishDelay, in: .zero ... .seconds(60),
        "The same while many documents come")
    static let segmentDocumentCountMax = Setting<Int>(
        "segment-documents-max", default: limits.documentCountMax, in: 1...1_000_000,
        "A publication holds at most so many documents")
    static let segmentSizeMax = Setting<ByteCount>(
        "segment-size-max", default: ByteCount(limits.byteCountMax), in: .kibibytes(64) ... .gibibytes(4),
        "A publication holds documents of about so many bytes at most")
    static let syncDelay = Setting<Duration>(
        "sync-delay", default: limits.syncDelay, in: .zero ... .seconds(600),
        "What is published is synced after this at the latest")
    static let readerLease = Setting<Duration>(
        "reader-lease", default: limits.lease, in: .zero ... .seconds(86_400),
        "Files of earlier generations are kept this long for workers that still read them")
    static let retryDelay = Setting<Duration>(
        "retry-delay", default: limits.retryDelay, in: .milliseconds(1) ... .seconds(60),
        "The pause before the index is tried again after a failure of the disk")
    static let mergeFactor = Setting<Int>(
        "merge-factor", default: options.index.mergeFactor, in: 2...64,
        "So many segments of like size are merged into one")
    static let mergeRateMax = Setting<ByteCount>(
        "merge-rate-max", default: .mebibytes(64), in: .mebibytes(1) ... .gibibytes(16),
        "Merges write lists of about so many bytes a second at most, for the sake of queries on the same machine")
    static let bufferSizeMax = Setting<ByteCount>(
        "buffer-size-max", default: ByteCount(options.bufferByteCountMax), in: .kibibytes(64) ... .gibibytes(16),
        "So much of what waits to be indexed is kept in memory; the rest is read back from the journal")
    static let waitingSizeMax = Setting<ByteCount>(
        "waiting-size-max", default: ByteCount(committing.waitingByteCountMax), in: .kibibytes(64) ... .gibibytes(16),
        "So much may wait for the journal; further batches are answered \"overloaded\"")
    static let documentSizeMax = Setting<ByteCount>(
        "document-size-max", default: ByteCount(options.documentByteCountMax), in: .kibibytes(1) ... .mebibytes(512),
        "Larger documents and originals are refused")
    static let journalSizeMax = Setting<ByteCount>(
        "journal-size-max", default: .gibibytes(1 << 20), in: .mebibytes(1) ... .gibibytes(1 << 20),
        "At this size the journal takes nothing more, as on a full disk")
    static let checkedSizeMax = Setting<ByteCount>(
        "checked-size-max", default: ByteCount(options.checkedByteCountMax), in: ByteCount(0) ... .gibibytes(1 << 20),
        "An index up to this size is verified whole at the start")
    static let batchCountMax = Setting<Int>(
        "batch-names-max", default: options.batches.countMax, in: 0...100_000_000,
        "The names of so many of the newest batches are remembered, so that one that comes again changes nothing")
    static let batchAge = Setting<Duration>(
        "batch-names-age", default: options.batches.age, in: .zero ... .seconds(3_650 * 86_400),
        "For how long they are remembered at most")
    static let standByInterval = Setting<Duration>(
        "stand-by-interval", default: .milliseconds(20), in: .milliseconds(1) ... .seconds(60),
        "How often the locks of the shards are tried while all are taken")
    static let heartbeatInterval = Setting<Duration>(
        "heartbeat-interval", default: messaging.heartbeatInterval, in: .milliseconds(10) ... .seconds(60),
        "How often the indexer tells the broker that it lives")
    static let livenessFactor = Setting<Int>(
        "liveness-factor", default: messaging.livenessFactor, in: 2...100,
        "After how many silent intervals the broker counts as gone")
    static let requestCountMax = Setting<Int>(
        "requests-max", default: messaging.requestCountMax, in: 1...1_000_000,
        "How many requests may be under way; further ones are answered \"overloaded\"")
    static let helloDeadline = Setting<Duration>(
        "hello-deadline", default: messaging.helloDeadline, in: .milliseconds(10) ... .seconds(60),
        "How long one question for the broker waits before it is asked again")

    static let table = SettingsTable(
        "indexer",
        [
            publishDelay, loadedPublishDelay, segmentDocumentCountMax, segmentSizeMax, syncDelay, readerLease,
            retryDelay, mergeFactor, mergeRateMax, bufferSizeMax, waitingSizeMax, documentSizeMax, journalSizeMax,
            checkedSizeMax,
            batchCountMax, batchAge, standByInterval, heartbeatInterval, livenessFactor, requestCountMax, helloDeadline,
            ServiceSettings.gracePeriod,
        ])
}

extension MessagingSettings {
    /// What an indexer's settings say.
    init(indexer values: SettingValues) {
        self.init()
        heartbeatInterval = values[IndexerSettings.heartbeatInterval]
        livenessFactor = values[IndexerSettings.livenessFactor]
        requestCountMax = values[IndexerSettings.requestCountMax]
        helloDeadline = values[IndexerSettings.helloDeadline]
        drainTimeout = values[ServiceSettings.gracePeriod] * 0.25
    }
}

extension ShardService.Options {
    /// What an indexer's settings say.
    init(indexer values: SettingValues) {
        self.init()
        limits.publishDelay = values[IndexerSettings.publishDelay]
        limits.loadedPublishDelay = max(limits.publishDelay, values[IndexerSettings.loadedPublishDelay])
        limits.documentCountMax = values[IndexerSettings.segmentDocumentCountMax]
        limits.byteCountMax = values[IndexerSettings.segmentSizeMax].bytes
        limits.syncDelay = values[IndexerSettings.syncDelay]
        limits.lease = values[IndexerSettings.readerLease]
        limits.cleanInterval = min(limits.cleanInterval, max(.seconds(1), limits.lease / 4))
        limits.retryDelay = values[IndexerSettings.retryDelay]
        committing.waitingByteCountMax = values[IndexerSettings.waitingSizeMax].bytes
        batches.countMax = values[IndexerSettings.batchCountMax]
        batches.age = values[IndexerSettings.batchAge]
        index.mergeFactor = values[IndexerSettings.mergeFactor]
        index.mergedByteCountPerSecondMax = values[IndexerSettings.mergeRateMax].bytes
        bufferByteCountMax = values[IndexerSettings.bufferSizeMax].bytes
        documentByteCountMax = values[IndexerSettings.documentSizeMax].bytes
        checkedByteCountMax = values[IndexerSettings.checkedSizeMax].bytes
    }
}
