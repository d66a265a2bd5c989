import DocumentReading
import Protocol

/// Cuts the stream of items into batches. An item stays whole: its documents share one position.
struct Batcher {
    var documentCountMax: Int
    var byteCountMax: Int

    private var current: IngestBatch?
    private var nextNumber = 0
    private var lastPosition: ReadPosition?

    init(documentCountMax: Int, byteCountMax: Int) {
        self.documentCountMax = documentCountMax
        self.byteCountMax = byteCountMax
    }

    /// Whether items wait for their batch to fill.
    var isPartial: Bool { current != nil }

    /// Takes the next item.
    ///
    /// - Returns: The batches that it completes: none, one, or two where the item is large and stands alone.
    mutating func add(_ item: ReadItem) -> [IngestBatch] {
        let origin = start(of: item)
        lastPosition = item.next
        var complete: [IngestBatch] = []
        var addition = IngestBatch(number: 0, next: item.next)
        switch item {
        case .documents(let documents, let original, _):
            addition.documents = documents.map { OutgoingDocument(put: .init($0), origin: origin) }
            addition.byteCount = documents.reduce(original?.utf8.count ?? 0) { $0 + $1.textByteCount }
            // The text of a page belongs to its article; the teasers lead there.
            if !documents.isEmpty { addition.documents[0].put.original = original }
        case .quarantined(let entry, _): addition.quarantined = [entry]
        case .skipped: addition.skippedCount = 1
        }
        if let current, current.byteCount > 0, current.byteCount + addition.byteCount > byteCountMax {
            complete.append(close(current))
        }
        return complete + join(addition)
    }

    /// Reading goes on from here rather than from the beginning of a file.
    mutating func begin(at position: ReadPosition) { lastPosition = position }

    /// A watched file is at its end.
    ///
    /// - Returns: As ``add(_:)``.
    mutating func end(_ end: FileEnd) -> [IngestBatch] {
        var addition = IngestBatch(number: 0, next: end.position)
        addition.ended = [end]
        return join(addition)
    }

    private mutating func join(_ addition: IngestBatch) -> [IngestBatch] {
        var complete: [IngestBatch] = []
        // A batch is of one input, so that the names of its files say which they are.
        if let current, !current.next.input.utf8.elementsEqual(addition.next.input.utf8) {
            complete.append(close(current))
        }
        var batch = current ?? IngestBatch(number: nextNumber, next: addition.next)
        batch.documents += addition.documents
        batch.quarantined += addition.quarantined
        batch.skippedCount += addition.skippedCount
        batch.ended += addition.ended
        batch.byteCount += addition.byteCount
        batch.next = addition.next
        if batch.itemCount >= documentCountMax || batch.byteCount >= byteCountMax {
            complete.append(close(batch))
        } else {
            current = batch
        }
        return complete
    }

    /// The batch that is not full yet; nil when nothing waits.
    mutating func flush() -> IngestBatch? { current.map { close($0) } }

    private mutating func close(_ batch: IngestBatch) -> IngestBatch {
        current = nil
        nextNumber += 1
        return batch
    }

    /// Where an item begins: where the one before it ended, or at the beginning of its file.
    private func start(of item: ReadItem) -> ReadPosition {
        let next = item.next
        guard let last = lastPosition, last.input.utf8.elementsEqual(next.input.utf8),
            last.file.utf8.elementsEqual(next.file.utf8)
        else {
            return ReadPosition(input: next.input, file: next.file)
        }
        return last
    }
}
