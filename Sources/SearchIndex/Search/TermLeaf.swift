/// A term of a query in one segment: where it is, and what it counts.
///
/// Scorers keep leaves in memory of their own, so that walking over several counts no references.
struct TermLeaf: ~Copyable {
    var postings: PostingsCursor
    let weight: Double
    /// What no score of the term exceeds.
    let bound: Int64

    /// A leaf before its first posting.
    init(_ variant: TermGroup.Variant, in segment: SearchSegment, scoring: Scoring) throws(IndexError) {
        postings = try segment.postings(variant.entry)
        weight = variant.weight
        bound = Self.bound(variant, scoring)
    }

    static func bound(_ variant: TermGroup.Variant, _ scoring: Scoring) -> Int64 {
        scoring.bound(variant.weight, frequencyMax: variant.entry.frequencyMax, normMin: variant.entry.normMin)
    }

    /// The score of the posting's document.
    ///
    /// - Parameter saturation: Of the document.
    @inline(__always)
    mutating func score(_ saturation: Double) throws(IndexError) -> Int64 {
        Scoring.score(weight, frequency: Double(try postings.frequency), saturation: saturation)
    }
}
