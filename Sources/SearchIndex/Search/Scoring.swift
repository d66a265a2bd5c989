internal import Glibc

/// BM25 over frequencies and lengths that are weighted by field, with the statistics of a whole generation.
///
/// Scores are integers while they are added up: sums are then the same in any order, and whatever the segments.
struct Scoring: Sendable {
    /// One point, as an integer.
    static let unit = 4_294_967_296.0
    static let k1 = 1.2
    static let b = 0.75
    /// How much a token typed without diacritics counts for text that has some.
    static let foldedBoost = 0.6
    /// How much a token typed with diacritics counts for text that has none.
    static let bareBoost = 0.3

    /// How many documents are live.
    let documentCount: Int
    /// The part of a frequency's saturation that depends on the document, by norm.
    let saturations: [Double]

    /// - Parameter lengthSum: The sum of the live documents' lengths, as their norms say.
    init(documentCount: Int, lengthSum: UInt64) {
        self.documentCount = documentCount
        let average = max(1, Double(lengthSum) / Double(max(1, documentCount)))
        saturations = LengthCode.lengths.map { Self.k1 * (1 - Self.b + Self.b * Double($0) / average) }
    }

    /// How telling it is that a document matches.
    ///
    /// - Parameter count: How many live documents match.
    func inverseDocumentFrequency(_ count: Int) -> Double {
        let count = Double(min(count, documentCount))
        return log(1 + (Double(documentCount) - count + 0.5) / (count + 0.5))
    }

    /// What the score of a term is at most, times `unit`, when its frequency grows without end.
    static func weight(inverseDocumentFrequency: Double, boost: Double) -> Double {
        inverseDocumentFrequency * (k1 + 1) * boost * unit
    }

    /// The score of a term or phrase in a document.
    @inline(__always)
    static func score(_ weight: Double, frequency: Double, saturation: Double) -> Int64 {
        Int64(weight * (frequency / (frequency + saturation)))
    }

    /// What no score is larger than in documents of these frequencies and norms.
    func bound(_ weight: Double, frequencyMax: UInt32, normMin: UInt8) -> Int64 {
        // One more, in case rounding falls out differently for a smaller quotient.
        Self.score(weight, frequency: Double(frequencyMax), saturation: saturations[Int(normMin)]) + 1
    }

    /// A score that does not depend on the document.
    func constant(matching count: Int, boost: Double) -> Int64 {
        Int64(inverseDocumentFrequency(count) * boost * Self.unit)
    }
}
