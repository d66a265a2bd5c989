import Foundation

/// A token's two forms made by Unicode's own rules, for whatever the tables do not hold: slow, allocating, complete.
///
/// Exact: invisible characters left out, full-width forms and Latin ligatures spelled plainly, what is taken for `đ` as
/// `đ`, lower case, composed (NFC), where Vietnamese marks in the wrong order (acute before circumflex, say) still make the letter that was meant,
/// the tone in its canonical place, cut to ``Analyzer/termByteCountMax`` bytes between letters.
struct GeneralForm {
    let exact: [UInt8]
    let folded: [UInt8]

    /// The forms of one token.
    ///
    /// - Parameters:
    ///   - token: Its letters, numbers, marks and ignorable characters, as UTF-8.
    ///   - placesTone: Whether the tone goes to its canonical place.
    init(token: String, letters: VietnameseLetters, placesTone: Bool) {
        var plain = String.UnicodeScalarView()
        for scalar in token.unicodeScalars where ScalarClass.of(scalar.value) != .ignorable || scalar.isASCII {
            switch scalar.value {
            case 0xFB00...0xFB06 where letters.mendsLetters, 0xFF00...0xFFEF where letters.mendsLetters:
                let spelled = String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars
                // The half-width sound marks of Japanese are letters that stand for marks, which open no term.
                let opens = spelled.first.map { ScalarClass.of($0.value) != .mark } ?? false
                plain.append(contentsOf: opens || !plain.isEmpty ? spelled : String.UnicodeScalarView([scalar]))
            case _ where letters.isCrossedD(scalar.value): plain.append("đ")
            default: plain.append(scalar)
            }
        }
        let composed = Self.composed(String(plain).lowercased(), letters: letters)
        var scalars = Array(composed.unicodeScalars)
        let whole = scalars.count
        Self.cut(&scalars, toByteCount: Analyzer.termByteCountMax)
        if placesTone, scalars.count == whole { Self.placeTone(&scalars, letters: letters) }
        exact = Array(String(String.UnicodeScalarView(scalars)).utf8)
        folded = fold(exact)
    }

    /// NFC, with the marks of Vietnamese letters in any order.
    ///
    /// Works on the full decomposition, so that the result is one for all canonically equal texts. Only where all marks
    /// of a letter are Vietnamese and together make a letter are they taken out of Unicode's hands.
    private static func composed(_ text: String, letters: VietnameseLetters) -> String {
        var output = String.UnicodeScalarView()
        var marks: [Unicode.Scalar] = []
        var base: Unicode.Scalar?
        func flush() {
            guard let first = base else { return }
            var code = letters.code(of: first.value)
            for mark in marks { code = letters.adding(mark.value, to: code) }
            if !marks.isEmpty, code != VietnameseLetters.none, let letter = Unicode.Scalar(letters.scalar[Int(code)]) {
                output.append(letter)
            } else {
                output.append(first)
                output.append(contentsOf: marks)
            }
            marks.removeAll(keepingCapacity: true)
        }
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            if base != nil, !scalar.isASCII, ScalarClass.of(scalar.value) == .mark {
                marks.append(scalar)
            } else {
                flush()
                base = scalar
            }
        }
        flush()
        return String(output).precomposedStringWithCanonicalMapping
    }

    /// Cuts before the first letter that does not fit whole, with its marks. Only a first letter that alone is too long
    /// is cut among its marks.
    static func cut(_ scalars: inout [Unicode.Scalar], toByteCount byteCountMax: Int) {
        var byteCount = 0
        var letterStart = 0
        for (index, scalar) in scalars.enumerated() {
            if scalar.isASCII || ScalarClass.of(scalar.value) != .mark { letterStart = index }
            byteCount += UTF8.width(scalar)
            if byteCount > byteCountMax {
                scalars.removeSubrange((letterStart > 0 ? letterStart : index)...)
                return
            }
        }
    }

    private static func placeTone(_ scalars: inout [Unicode.Scalar], letters: VietnameseLetters) {
        let count = scalars.count
        guard count >= 2 else { return }
        let pair = TonePlacement.canonical(
            first: letters.code(of: scalars[count - 2].value), second: letters.code(of: scalars[count - 1].value),
            followsQ: count >= 3 && scalars[count - 3] == "q")
        guard let pair, let first = Unicode.Scalar(letters.scalar[Int(pair.first)]),
            let second = Unicode.Scalar(letters.scalar[Int(pair.second)])
        else { return }
        scalars.replaceSubrange((count - 2)..., with: [first, second])
    }
}

extension GeneralForm {
    /// See ``Analyzer/keyword(_:)``.
    static func keyword(_ text: String) -> [UInt8] {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Array(words.lowercased().precomposedStringWithCanonicalMapping.utf8)
    }
}
