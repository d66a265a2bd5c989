/// A term of a query in one segment: where it is, and what it counts.
///
/// Scorers keep leaves in memory of their own, so that walking over several counts no references.
struct TermLeaf: ~Copyable {
    var postings: PostingsCursor
    let weight: Double
    /// What no score of the term exceeds.
    let bound: Int64

    /// A leaf before its first posting.
    init(_ entry: TermEntry, weight: Double, in segment: SearchSegment, scoring: Scoring) throws(IndexError) {
        postings = try segment.postings(entry)
        self.weight = weight
        bound = Self.bound(entry, weight: weight, scoring)
    }

    static func bound(_ entry: TermEntry, weight: Double, _ scoring: Scoring) -> Int64 {
        scoring.bound(weight, frequencyMax: entry.frequencyMax, normMin: entry.normMin)
    }

    /// The score of the posting's document.
    ///
    /// - Parameter saturation: Of the document.
    @inline(__always)
    mutating func score(_ saturation: Double) throws(IndexError) -> Int64 {
        Scoring.score(weight, frequency: Double(try postings.frequency), saturation: saturation)
    }
}
