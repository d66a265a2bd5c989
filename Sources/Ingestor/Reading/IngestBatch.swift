import DocumentReading
import Protocol

/// Some consecutive items of the input: they are sent, acknowledged and checkpointed together.
struct IngestBatch: Sendable {
    /// Counts the batches of a run from 0 without gaps.
    var number: Int
    var documents: [OutgoingDocument] = []
    /// What could not be read between these documents.
    var quarantined: [QuarantineEntry] = []
    var skippedCount = 0
    /// The watched files that end among these items.
    var ended: [FileEnd] = []
    var byteCount = 0
    /// Where reading goes on behind this batch.
    var next: ReadPosition

    /// Files without any item count too, so that the claims that a batch holds are bounded.
    var itemCount: Int { max(documents.count + quarantined.count + skippedCount, ended.count) }
}

/// A document on its way, with the place that it was read at, so that a refusal can name it.
struct OutgoingDocument: Sendable {
    var put: DocumentsPut.PutDocument
    var origin: ReadPosition

    /// The entry of a document that the cluster did not take.
    func refused(_ reason: String) -> QuarantineEntry {
        QuarantineEntry(
            file: origin.file, offset: origin.offset, line: origin.offset == 0 ? nil : origin.line,
            reason: "the document \(put.document.id) was refused: \(reason)",
            excerpt: String(put.document.title.unicodeScalars.prefix(QuarantineEntry.excerptCountMax)))
    }
}

extension Document {
    /// About how many bytes the document has on the wire: its texts, without JSON's own signs.
    var textByteCount: Int {
        func sum(_ texts: [String]) -> Int { texts.reduce(0) { $0 + $1.utf8.count } }
        return sum([id, title, lead, byline, source, section, published]) + sum(body) + sum(captions)
            + sum(places) + sum(people) + sum(organizations) + sum(tags) + sum(related)
    }
}
