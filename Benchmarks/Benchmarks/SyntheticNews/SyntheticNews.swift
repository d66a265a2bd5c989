public import SearchIndex
import Foundation

/// Documents and queries made of syllables that are as unequally frequent as those of real text (Zipf's law), the same for the
/// same seed: benchmarks then need no corpus. Figures on real text come from `make bench-peers`.
public struct SyntheticNews {
    private var random: SplitMix
    private let syllables: [String]
    /// Up to which part of all occurrences each syllable and those before it go.
    private let shares: [Double]

    /// - Parameter syllableCount: How many different syllables there are.
    public init(seed: UInt64, syllableCount: Int = 6_000) {
        random = SplitMix(state: seed)
        syllables = (0..<syllableCount).map(Self.syllable)
        var sum = 0.0
        shares = (1...syllableCount).map { rank in
            sum += 1 / Double(rank + 3)
            return sum
        }
    }

    /// So many documents of 100 to 500 syllables.
    public mutating func documents(_ count: Int) -> [IndexDocument] {
        (0..<count).map { number in
            let words = (0..<Int.random(in: 100...500, using: &random)).map { _ in syllable() }
            return IndexDocument(
                id: Array("tin-\(number)".utf8),
                texts: [
                    (.title, [words.prefix(10).joined(separator: " ")]),
                    (.body, [words.dropFirst(10).joined(separator: " ")]),
                ],
                keywords: [(.source, ["báo \(number % 7)"])], published: Int64(number) * 3_600)
        }
    }

    /// Queries of a shape, as typed.
    public mutating func queries(_ shape: QueryShape, count: Int) -> [String] {
        (0..<count).map { _ in
            let (first, second) = (syllable(), syllable())
            switch shape {
            case .term: return first
            case .intersection: return "+\(first) +\(second)"
            case .union: return "\(first) \(second)"
            case .phrase: return "\"\(first) \(second)\""
            case .negated: return "+\(first) -\(second)"
            case .folded: return "\(first) \(second)".folding(options: .diacriticInsensitive, locale: nil)
            case .fuzzy: return first + "~"
            case .prefix: return String(first.prefix(2)) + "*"
            }
        }
    }

    private mutating func syllable() -> String {
        let place = Double.random(in: 0..<shares[shares.count - 1], using: &random)
        var low = 0
        var high = shares.count - 1
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return syllables[low]
    }

    /// The syllable of a number: a consonant, a vowel with its tone, an ending.
    private static func syllable(_ number: Int) -> String {
        let beginnings = [
            "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th", "v",
        ]
        let vowels = Array("aàáảãạăằắặâầấậeèéẹêềếệiìíịoòóọôồốộơờớợuùúụưừứựyỳ").map(String.init)
        let endings = ["", "n", "ng", "t", "c", "m", "i"]
        let beginning = beginnings[number % beginnings.count]
        let vowel = vowels[number / beginnings.count % vowels.count]
        return beginning + vowel + endings[number / (beginnings.count * vowels.count) % endings.count]
    }
}

/// What queries look like.
public enum QueryShape: String, CaseIterable, Sendable {
    case term, intersection, union, phrase, negated, folded, fuzzy, prefix
}

/// A generator of random numbers of 64 bits of state.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
