/// Where the tone of a syllable is written.
///
/// Vietnamese has two habits for open syllables that end in `oa`, `oe` or `uy`: the tone on the first vowel (`hòa`,
/// `khỏe`, `thúy`) or on the second (`hoà`, `khoẻ`, `thuý`). Both are one word and become one term, the tone on the
/// first vowel. Everywhere else there is one right place, and nothing is moved: with a final (`hoàn`, `tuyết`), and
/// after `q`, whose `u` is part of the consonant (`quý`).
enum TonePlacement {
    private static let plainA: UInt8 = 1
    private static let plainE: UInt8 = 1 + 6 * 3
    private static let plainO: UInt8 = 1 + 6 * 6
    private static let plainU: UInt8 = 1 + 6 * 9
    private static let plainY: UInt8 = 1 + 6 * 11

    /// The codes that replace the last two letters of a token, or nil when they stay as they are.
    ///
    /// - Parameters:
    ///   - first: The code of the last letter but one.
    ///   - second: The code of the last letter.
    ///   - followsQ: Whether the letter before these two is `q`.
    @inline(__always)
    static func canonical(first: UInt8, second: UInt8, followsQ: Bool) -> (first: UInt8, second: UInt8)? {
        guard first == plainO || first == plainU, second != VietnameseLetters.none else { return nil }
        let tone = (second &- 1) % VietnameseLetters.toneCount
        guard tone != 0, second != VietnameseLetters.crossedD else { return nil }
        let plain = second &- tone
        if first == plainO, plain == plainA || plain == plainE { return (first &+ tone, plain) }
        if first == plainU, plain == plainY, !followsQ { return (first &+ tone, plain) }
        return nil
    }
}
