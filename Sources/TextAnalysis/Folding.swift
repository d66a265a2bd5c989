import Foundation

/// The folded form of an exact term: the same letters without diacritics.
///
/// `đ` becomes `d`, and so do the other crossed and joined Latin letters (`ø` o, `ł` l, `ß` ss, `æ` ae, …); compatibility
/// forms become what they stand for (`m²` m2). Marks that are letters of their own in other scripts (Thai, Devanagari)
/// stay. A folded term folds to itself.
///
/// - Parameter term: An exact term in UTF-8, as ``Analyzer`` makes them; bytes that are not UTF-8 become U+FFFD.
/// - Returns: The folded term, at most ``Analyzer/termByteCountMax`` bytes.
public func fold(_ term: [UInt8]) -> [UInt8] {
    let letters = VietnameseLetters.shared
    var folded: [UInt8] = []
    folded.reserveCapacity(term.count)
    var index = 0
    let bytes = term.span
    while index < term.count {
        let (scalar, byteCount) = readScalar(bytes, at: index)
        if scalar < 0x80 {
            folded.append(UInt8(scalar))
        } else {
            let code = letters.code(of: scalar)
            guard code != VietnameseLetters.none else { return foldGenerally(term, letters: letters) }
            folded.append(letters.base[Int(code)])
        }
        index += byteCount
    }
    return folded
}

/// Latin letters that Unicode takes for whole but a reader for a letter with something through or beside it.
private let plainSpelling: [Unicode.Scalar: String] = [
    "đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
]

private func foldGenerally(_ term: [UInt8], letters: VietnameseLetters) -> [UInt8] {
    var output = String.UnicodeScalarView()
    for scalar in String(decoding: term, as: UTF8.self).unicodeScalars {
        let parts = String(scalar).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        // ½ would become 1⁄2, two tokens: what does not stay one token stays as it is.
        guard parts.allSatisfy({ $0.isTokenScalar }) else {
            output.append(scalar)
            continue
        }
        for part in parts where !part.isDiacritic {
            output.append(contentsOf: plainSpelling[part]?.unicodeScalars ?? String.UnicodeScalarView([part]))
        }
    }
    var scalars = Array(String(output).precomposedStringWithCanonicalMapping.unicodeScalars)
    GeneralForm.cut(&scalars, toByteCount: Analyzer.termByteCountMax)
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
}

extension Unicode.Scalar {
    /// Whether the scalar can stand in a token.
    fileprivate var isTokenScalar: Bool {
        if isASCII { return VietnameseLetters.shared.ascii[Int(value)].lowered != 0 }
        let scalarClass = ScalarClass.of(value)
        return scalarClass == .letter || scalarClass == .mark
    }

    /// Whether the scalar is a combining mark that is no letter of its own script.
    fileprivate var isDiacritic: Bool {
        switch value {
        case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        default: false
        }
    }
}
