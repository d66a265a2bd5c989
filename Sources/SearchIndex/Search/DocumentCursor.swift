/// Walks over the documents of a segment that match a query, in ascending order.
///
/// A new cursor stands at its first document. Deleted documents are among them; whoever collects passes them over.
/// Belongs to one thread.
class DocumentCursor {
    /// What `docID` is when there are no more documents.
    static let exhausted = UInt32.max

    /// The document, or `exhausted`.
    final var docID: UInt32 = 0
    /// About how many documents there are.
    final let cost: Int
    /// What no score exceeds, as far as it is known.
    final var scoreMax = Int64.max
    /// What a score has to reach: documents that score less may be left out.
    final var scoreMin = Int64.min

    init(cost: Int) {
        self.cost = cost
    }

    /// Tells that documents of lower scores are not wanted any more. The document that the cursor stands at stays.
    func raise(scoreMin: Int64) { self.scoreMin = scoreMin }

    /// Moves to the next document.
    func next() throws(IndexError) { preconditionFailure("each cursor moves in its own way") }

    /// Moves to the first document that is `target` or behind it; stays when it is there already.
    func seek(to target: UInt32) throws(IndexError) { preconditionFailure("each cursor moves in its own way") }

    /// Moves to a document and says whether it matches. When it does not, the cursor may stay behind it: it is then asked
    /// for documents in this way alone.
    func stand(at document: UInt32) throws(IndexError) -> Bool {
        try seek(to: document)
        return docID == document
    }

    /// How well the document matches.
    func score() throws(IndexError) -> Int64 { preconditionFailure("each cursor has its own score") }
}
