/// How often a term has to be in a document for its score to reach a minimum, by the document's norm.
///
/// Comparing a frequency with a number from a table is much less than computing a score. The table may ask for less than
/// is needed by rounding, never for more.
@safe final class NeededFrequencies {
    /// 256 numbers, none smaller than the one before.
    let table: UnsafeMutablePointer<UInt32>

    init() {
        unsafe table = .allocate(capacity: 256)
        unsafe table.initialize(repeating: 0, count: 256)
    }

    deinit { unsafe table.deallocate() }

    /// Asks for the frequencies with which a term of a weight reaches a score.
    func update(score: Int64, weight: Double, saturations: [Double]) {
        let score = Double(score)
        guard score > 0 else { return unsafe table.update(repeating: 0, count: 256) }
        // w · f / (f + s) ≥ score is f ≥ s · score / (w − score).
        let factor = weight > score ? score / (weight - score) * (1 - 1e-9) : .infinity
        for norm in 0..<256 {
            // Rounded up by hand: without SSE4.1 `rounded(.up)` is a call.
            let exact = min(saturations[norm] * factor, Double(SkipEntry.frequencyLimit))
            let whole = UInt32(exact)
            unsafe table[norm] = Double(whole) < exact ? whole + 1 : whole
        }
    }

    /// Whether a frequency may reach the score in a document of a norm.
    @inline(__always)
    func allow(_ frequency: UInt64, norm: UInt8) -> Bool { unsafe frequency >= UInt64(table[Int(norm)]) }
}
