import Foundation

/// A small generator whose sequence is fixed by its seed.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Texts made by chance, of kinds that a test asks for.
enum RandomTexts {
    /// The lower-case vowels of Vietnamese with their tones, composed, and the tone marks alone.
    static let vowels = Array("aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ".unicodeScalars)
    private static let onsets = ["", "b", "c", "ch", "d", "đ", "g", "kh", "ngh", "ph", "q", "tr", "x"]
    private static let finals = ["", "", "c", "m", "n", "ng", "nh", "t"]
    private static let gaps = [" ", " ", " ", ", ", "-", "\u{A0}", "\n", " – ", ".", "“", "/"]

    /// What looks like Vietnamese, lower case and composed.
    static func vietnamese(_ random: inout SplitMix64) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            text.append(contentsOf: pick(onsets, &random).unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) { text.append(pick(vowels, &random)) }
            text.append(contentsOf: pick(finals, &random).unicodeScalars)
            text.append(contentsOf: pick(gaps, &random).unicodeScalars)
        }
        return String(text)
    }

    /// Letters and marks of many scripts, invisible characters, signs, mostly from the blocks that news are written in.
    static func anything(_ random: inout SplitMix64) -> String {
        let blocks: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x300...0x323, 0x1E00...0x1EFF, 0x2000...0x206F,
            0x370...0x5FF, 0x900...0x9FF, 0x0...0xFFFF, 0xFB00...0xFFFF, 0x1_F300...0x1_F6FF, 0x0...0x10_FFFF,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            if let scalar = Unicode.Scalar(UInt32.random(in: pick(blocks, &random), using: &random)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// Bytes that are hardly ever UTF-8.
    static func bytes(_ random: inout SplitMix64) -> [UInt8] {
        let kinds: [ClosedRange<UInt8>] = [
            0x20...0x7F, 0x80...0xBF, 0xC0...0xDF, 0xE0...0xEF, 0xF0...0xFF, 0xE1...0xE1,
        ]
        return (0..<Int.random(in: 0...80, using: &random)).map { _ in
            UInt8.random(in: pick(kinds, &random), using: &random)
        }
    }

    private static func pick<Element>(_ elements: [Element], _ random: inout SplitMix64) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }
}
