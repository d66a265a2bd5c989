internal import Packing

extension WindowLeaf {
    /// Copies documents and scores of the block, which are loaded, in the order of documents.
    ///
    /// - Returns: How many there are.
    @inline(__always)
    func copy(_ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<UInt32>?) -> Int {
        let count = unsafe state.count
        if unsafe state.kind == .packed {
            unsafe Columns.natural(state.documents, into: documents)
            if let scores = unsafe scores { unsafe Columns.natural(self.scores, into: scores) }
        } else {
            unsafe documents.update(from: state.documents, count: count)
            if let scores = unsafe scores { unsafe scores.update(from: self.scores, count: count) }
        }
        return count
    }

    /// What documents score that have the term so often.
    ///
    /// - Parameters:
    ///   - documents: Ascending, with room for the next multiple of 8; so have the others.
    ///   - frequencies: At least 1.
    @inline(__always)
    func scores(
        of documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int,
        into scores: UnsafeMutablePointer<UInt32>
    ) {
        unsafe Impacts.scores(
            documents, frequencies, count: count, norms: state.norms, table: normFactors, weight: weight, into: scores)
    }
}
