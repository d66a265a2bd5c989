import DocumentReading
import Protocol
import SearchIndex

/// Builds an index from files, without a cluster, through the very code that a running one uses.
struct OfflineBuilder {
    /// How far a build is.
    struct Progress: Hashable, Sendable {
        /// Documents read, those that were replaced by a later one of the same id included.
        var documentCount = 0
        var quarantinedCount = 0
        /// Bytes taken from the inputs, before decompression.
        var consumedByteCount: UInt64 = 0
    }

    var documentByteCountMax = 16 << 20
    var index = IndexSettings()

    /// Reads everything and builds an index of it.
    ///
    /// - Parameters:
    ///   - output: The index folder, empty or not there yet.
    ///   - report: Called for each item read.
    ///   - quarantine: Called for what could not be read; reading goes on.
    /// - Returns: The generation, on the disk; nil when there was no document.
    func build(
        _ reader: DocumentReader, output: String, report: (Progress) -> Void,
        quarantine: (QuarantineEntry) throws -> Void
    ) throws -> Generation? {
        let writer = try IndexWriter(folder: output, epoch: 1, settings: index)
        let preparation = DocumentPreparation(
            identity: ShardIdentity(shard: 0, shards: 1), documentByteCountMax: documentByteCountMax)
        var progress = Progress()
        var publication = writer.begin()
        for item in reader {
            switch item {
            case .documents(let documents, _, let next):
                for document in documents {
                    do {
                        try publication.put(try preparation.indexDocument(document))
                        progress.documentCount += 1
                    } catch let error as Refusal {
                        progress.quarantinedCount += 1
                        try quarantine(
                            QuarantineEntry(
                                file: next.file, offset: next.offset, line: next.line, reason: error.reason,
                                excerpt: document.id))
                    }
                }
            case .quarantined(let entry, _):
                progress.quarantinedCount += 1
                try quarantine(entry)
            case .skipped: break
            }
            progress.consumedByteCount = reader.consumedByteCount
            report(progress)
        }
        guard progress.documentCount > 0 else { return try finish(writer) }
        _ = try writer.publish(publication, through: UInt64(progress.documentCount))
        return try finish(writer)
    }

    /// Builds an index of documents in memory, all in one publication.
    ///
    /// - Parameter output: The index folder, empty or not there yet.
    /// - Returns: The generation, on the disk; nil when there was no document.
    func build(_ documents: [IndexDocument], output: String) throws -> Generation? {
        let writer = try IndexWriter(folder: output, epoch: 1, settings: index)
        guard !documents.isEmpty else { return nil }
        _ = try writer.publish(documents.map { .put($0) }, through: UInt64(documents.count))
        return try finish(writer)
    }

    private func finish(_ writer: IndexWriter) throws -> Generation? {
        try merge(writer)
        try writer.sync()
        try writer.removeUnused(lease: .zero)
        return writer.generation
    }

    /// Makes one segment of all as far as the size of one goes, else few.
    private func merge(_ writer: IndexWriter) throws {
        while let plan = writer.planMerge() { _ = try writer.install(plan.run()) }
        guard let byteCount = writer.generation?.byteCount, byteCount <= UInt64(index.mergedByteCountMax),
            let plan = writer.planMergeOfAll()
        else { return }
        _ = try writer.install(plan.run())
    }
}
