internal import Glibc

/// BM25 over frequencies and lengths that are weighted by field, with the statistics of all that is searched.
///
/// Scores are whole numbers while they are added up, so that sums are the same in any order, whatever the segments. Each is
/// made of five operations on IEEE singles that round monotonically one by one: a score never falls when the frequency
/// grows or the norm shrinks, and a bound made of the largest frequency and the smallest norm holds without any slack.
/// Vectors compute the very same (`Impacts`).
struct Scoring: Sendable {
    static let k1 = 1.2
    static let b = 0.75
    /// How much a token typed without diacritics counts for text that has some.
    static let foldedBoost = 0.6
    /// How much a token typed with diacritics counts for text that has none.
    static let bareBoost = 0.3
    /// One point of a score, as a whole number, in queries whose weights are not exceptionally large.
    static let unitMax = 131_072.0
    /// Larger weights and sums make the unit smaller: vectors round in the 23 bits of a single, and sums have 32 bits.
    static let weightMax: Float = 8_388_607
    static let sumMax = 2_147_483_648.0

    /// How many documents are live.
    let documentCount: Int
    /// What a frequency is multiplied by, by norm: the inverse of how fast it saturates.
    let normFactors: [Float]

    /// - Parameter lengthSum: The sum of the live documents' lengths, as their norms say.
    init(documentCount: Int, lengthSum: UInt64) {
        self.documentCount = documentCount
        let average = max(1, Double(lengthSum) / Double(max(1, documentCount)))
        normFactors = LengthCode.lengths.map { Float(1 / (Self.k1 * (1 - Self.b + Self.b * Double($0) / average))) }
    }

    /// How telling it is that a document matches.
    ///
    /// - Parameter count: How many live documents match.
    func inverseDocumentFrequency(_ count: Int) -> Double {
        let count = Double(min(count, documentCount))
        return log(1 + (Double(documentCount) - count + 0.5) / (count + 0.5))
    }

    /// What the score of a term is at most, in points, when its frequency grows without end.
    static func points(inverseDocumentFrequency: Double, boost: Double) -> Double {
        inverseDocumentFrequency * (k1 + 1) * boost
    }

    /// What one point is as a whole number in a query: a power of two that keeps every weight below `weightMax` and the sum
    /// of all below `sumMax`.
    ///
    /// - Parameter points: What each leaf scores at most; they follow from the query and its statistics alone, hence the
    ///   unit is the same in all segments and shards.
    static func unit(for points: some Sequence<Double>) -> Double {
        var (largest, sum, count) = (0.0, 0.0, 0.0)
        for points in points {
            largest = max(largest, points)
            sum += points
            count += 1
        }
        var unit = unitMax
        while Float(largest * unit) > weightMax || sum * unit + count >= sumMax { unit /= 2 }
        return unit
    }

    /// The weight of a leaf.
    static func weight(points: Double, unit: Double) -> Float { Float(points * unit) }

    /// A score that does not depend on the document.
    static func constant(points: Double, unit: Double) -> UInt32 { max(1, UInt32(points * unit)) }

    /// The score of a term or phrase in a document: 1 more than its share of the weight, so that a score of 0 means that
    /// nothing matches.
    ///
    /// - Parameters:
    ///   - weight: At most `weightMax`.
    ///   - frequency: From 1 to 2²³ − 1.
    ///   - factor: Of `normFactors`, the one of the document's norm.
    @inline(__always)
    static func score(weight: Float, frequency: UInt32, factor: Float) -> UInt32 {
        // Each operation stands alone, in this order: the vectors' are the same, and none is fused with another.
        let saturated = 1 + Float(frequency) * factor
        return 1 &+ UInt32((weight - weight / saturated).rounded(.toNearestOrEven))
    }

    /// The score of a term or phrase in a document of a norm.
    func score(weight: Float, frequency: UInt32, norm: UInt8) -> UInt32 {
        Self.score(weight: weight, frequency: frequency, factor: normFactors[Int(norm)])
    }
}
