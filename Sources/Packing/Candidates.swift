/// Documents with a score each, of which those are kept that score enough.
public enum Candidates {
    /// Keeps, in their order, the documents that score so much.
    ///
    /// - Parameters:
    ///   - documents: `count` documents, with room for `count` rounded up to a multiple of 8; so have the scores.
    ///   - scores: Of each document, kept beside it.
    /// - Returns: How many are kept; they stand first.
    @inlinable
    public static func keep(
        _ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<UInt32>, count: Int, atLeast: UInt32
    ) -> Int {
        let minimum = Vector(repeating: atLeast)
        var kept = 0
        var index = 0
        while index < count {
            let end = min(index &+ 8, count)
            if unsafe any(load(UnsafePointer(scores), at: index) .>= minimum) {
                while index < end {
                    let score = unsafe scores[index]
                    unsafe documents[kept] = documents[index]
                    unsafe scores[kept] = score
                    kept &+= score >= atLeast ? 1 : 0
                    index &+= 1
                }
            }
            index = end
        }
        return kept
    }

    /// Adds to scores, and keeps, in their order, the documents that then score so much.
    ///
    /// - Parameters:
    ///   - documents: `count` documents, with room for `count` rounded up to a multiple of 8; so have the others.
    ///   - scores: Of each document, kept beside it.
    ///   - added: What is added to each score, wrapping.
    ///   - atLeast: All are kept when it is 0.
    /// - Returns: How many are kept; they stand first.
    @inlinable
    public static func add(
        _ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<UInt32>,
        _ added: UnsafePointer<UInt32>, count: Int, atLeast: UInt32
    ) -> Int {
        var index = 0
        while index < count {
            let sums = unsafe load(UnsafePointer(scores), at: index) &+ load(added, at: index)
            unsafe store(sums, scores, at: index)
            index &+= 8
        }
        return atLeast == 0 ? count : unsafe keep(documents, scores, count: count, atLeast: atLeast)
    }
}
