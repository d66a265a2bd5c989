/// So many documents of a list have this frequency or more and this norm or less: what a search for fewer hits may begin
/// with as the score to reach.
struct ThresholdPoint: BitwiseCopyable, Equatable {
    /// How many documents; a power of two.
    var documentCount: UInt32
    var frequency: UInt32
    var norm: UInt8

    static let byteCount = 3
    /// The numbers of documents that lists have points for.
    static let documentCounts: [UInt32] = [16, 128, 1024]
}

/// Collects the threshold points of a list while its postings are written.
///
/// For each frequency it counts the postings that have it or a larger one, in the order of documents and so of norms: the
/// posting that makes up a number has the smallest norm that goes with the frequency. Of all pairs the one that scores
/// best by BM25, at the average length of the segment, becomes the point.
struct ThresholdPoints {
    /// Larger frequencies count as this one.
    private static let levelCount = 64

    /// How many postings have a frequency of a code or a larger one, by code.
    private var counts = [UInt32](repeating: 0, count: levelCount)
    /// For each number of documents the norms by code.
    private var norms = [UInt8](repeating: 0, count: levelCount * ThresholdPoint.documentCounts.count)
    /// One more than the largest code seen.
    private var codeEnd = 0

    /// Notes the next posting.
    @inline(__always)
    mutating func add(frequency: UInt32, norm: UInt8) {
        let code = min(Int(FrequencyCode.roundingDown(frequency)), Self.levelCount &- 1)
        codeEnd = max(codeEnd, code &+ 1)
        var level = 1
        while level <= code {
            let count = counts[level] &+ 1
            counts[level] = count
            if count & 15 == 0 { reach(count, level, norm) }
            level &+= 1
        }
    }

    private mutating func reach(_ count: UInt32, _ level: Int, _ norm: UInt8) {
        for (index, number) in ThresholdPoint.documentCounts.enumerated() where number == count {
            norms[index * Self.levelCount + level] = norm
        }
    }

    /// The points, fewest documents first, and begins anew.
    ///
    /// - Parameter saturation: The part of a frequency's saturation that depends on the document, by norm.
    mutating func take(saturations: [Float]) -> [ThresholdPoint] {
        var points: [ThresholdPoint] = []
        for (index, number) in ThresholdPoint.documentCounts.enumerated() {
            var best: (quotient: Float, code: Int)?
            for code in 1..<max(1, codeEnd) where counts[code] >= number {
                let frequency = Float(FrequencyCode.frequency(UInt8(code)))
                let quotient = frequency / (frequency + saturations[Int(norms[index * Self.levelCount + code])])
                if quotient > best?.quotient ?? -1 { best = (quotient, code) }
            }
            guard let best else { continue }
            points.append(
                ThresholdPoint(
                    documentCount: number, frequency: FrequencyCode.frequency(UInt8(best.code)),
                    norm: norms[index * Self.levelCount + best.code]))
        }
        clear()
        return points
    }

    /// Begins anew.
    mutating func clear() {
        for code in 0..<codeEnd { counts[code] = 0 }
        codeEnd = 0
    }
}
