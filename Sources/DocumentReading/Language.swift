import Foundation
import Protocol

/// Tells Vietnamese by its letters.
///
/// Written Vietnamese carries a mark on two syllables of three, in combinations no other language uses: ơ, ư, đ, and
/// vowels with a hook, a dot below, or two marks at once. Text typed without any marks is not told apart from others;
/// nothing is said about it rather than something wrong.
enum Language {
    /// `vi` when the text is Vietnamese, else empty.
    static func tag(of document: Document) -> String {
        var sample = document.title + " " + document.lead
        for paragraph in document.body where sample.utf8.count < 2000 { sample += " " + paragraph }
        return isVietnamese(sample) ? "vi" : ""
    }

    static func isVietnamese(_ text: String) -> Bool {
        var letterCount = 0
        var markedCount = 0
        for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars where scalar.properties.isAlphabetic {
            letterCount += 1
            if isVietnameseOnly(scalar) { markedCount += 1 }
        }
        // A Vietnamese name in a foreign text brings a few; running text has one such letter in eight.
        return markedCount * 20 >= letterCount && markedCount > 0
    }

    /// Whether a letter is Vietnamese and no other large language's: ă is Romanian and ê French, đ Croatian as well,
    /// but these do not reach the share asked for by themselves.
    private static func isVietnameseOnly(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1EA0...0x1EF9, 0x01A0, 0x01A1, 0x01AF, 0x01B0, 0x0102, 0x0103, 0x0110, 0x0111: true
        default: false
        }
    }
}
