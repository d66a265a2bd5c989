internal import Packing

extension WindowLeaf {
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
