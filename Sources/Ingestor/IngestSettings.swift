import ServiceSupport

/// What can be set of an ingest.
enum IngestSettings {
    static let batch = Setting<Int>(
        "batch", default: 200, in: 1...10_000, "How many documents a batch holds at most")
    static let batchBytes = Setting<ByteCount>(
        "batch-bytes", default: .mebibytes(2), in: .kibibytes(1) ... .mebibytes(64),
        "From how many bytes of text on a batch is full")
    static let window = Setting<Int>(
        "window", default: 4, in: 1...256, "How many batches may be on their way without an acknowledgement")
    static let linger = Setting<Duration>(
        "linger", default: .milliseconds(300), in: .milliseconds(1) ... .seconds(60),
        "How long documents wait at most for their batch to fill, as when standard input is slow")
    static let patience = Setting<Duration>(
        "patience", default: .seconds(120), in: .seconds(1) ... .seconds(86_400),
        "How long to go on trying while nothing is acknowledged")
    static let firstAnswer = Setting<Duration>(
        "first-answer", default: .seconds(3), in: .milliseconds(100) ... .seconds(3600),
        "How long to wait for the broker's first answer")
    static let progressInterval = Setting<Duration>(
        "progress-interval", default: .seconds(5), in: .milliseconds(100) ... .seconds(3600),
        "How often a line of progress is written where there is no terminal")

    static let watchInterval = Setting<Duration>(
        "watch-interval", default: .seconds(1), in: .milliseconds(20) ... .seconds(3600),
        "How often --watch looks at the folders; looks at very large ones come less often")
    static let watchSettle = Setting<Duration>(
        "watch-settle", default: .seconds(2), in: .zero ... .seconds(86_400),
        "For how long a file must not have changed before --watch reads it")

    static let table = SettingsTable(
        "ingestor",
        [batch, batchBytes, window, linger, patience, firstAnswer, progressInterval, watchInterval, watchSettle])
}
