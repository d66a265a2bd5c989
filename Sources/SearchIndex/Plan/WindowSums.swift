/// Sums of scores of a window's documents, where sets of documents say whose sums grow.
@unsafe enum WindowSums {
    private typealias Lanes = SIMD8<UInt32>

    /// Which bit of eight stands for each lane.
    private static let bits = Lanes(1, 2, 4, 8, 16, 32, 64, 128)

    /// Adds a score to the sums of documents.
    ///
    /// - Parameter words: The documents; so for the others.
    static func add(
        _ constant: UInt32, to words: UnsafePointer<UInt64>, _ window: DocumentWindow,
        _ sums: UnsafeMutablePointer<UInt32>
    ) {
        for index in 0..<window.wordCount {
            unsafe add(constant, to: words[index], sums + 64 &* index)
        }
    }

    /// Adds a score to the sums of those of 64 documents that have a bit.
    @inline(__always)
    static func add(_ constant: UInt32, to word: UInt64, _ sums: UnsafeMutablePointer<UInt32>) {
        guard word != 0 else { return }
        let score = Lanes(repeating: constant)
        for byte in 0..<8 {
            let isAbsent =
                unsafe Lanes(repeating: UInt32(truncatingIfNeeded: word &>> UInt64(8 &* byte))) & bits .== Lanes()
            unsafe update(sums + 8 &* byte, by: score.replacing(with: Lanes(), where: isAbsent))
        }
    }

    /// Adds others' scores to the sums of documents, and makes all of these 0.
    static func absorb(
        _ others: UnsafeMutablePointer<UInt32>, of words: UnsafePointer<UInt64>, _ window: DocumentWindow,
        _ sums: UnsafeMutablePointer<UInt32>
    ) {
        for index in 0..<window.wordCount {
            let word = unsafe words[index]
            for byte in 0..<8 {
                let isAbsent =
                    unsafe Lanes(repeating: UInt32(truncatingIfNeeded: word &>> UInt64(8 &* byte))) & bits .== Lanes()
                let place = 64 &* index &+ 8 &* byte
                let scores = unsafe UnsafeRawPointer(others + place).loadUnaligned(as: Lanes.self)
                unsafe UnsafeMutableRawPointer(others + place).storeBytes(of: Lanes(), as: Lanes.self)
                unsafe update(sums + place, by: scores.replacing(with: Lanes(), where: isAbsent))
            }
        }
    }

    @inline(__always)
    private static func update(_ sums: UnsafeMutablePointer<UInt32>, by scores: Lanes) {
        let sum = unsafe UnsafeRawPointer(sums).loadUnaligned(as: Lanes.self) &+ scores
        unsafe UnsafeMutableRawPointer(sums).storeBytes(of: sum, as: Lanes.self)
    }
}
