import Protocol

/// Tells Vietnamese by its letters.
///
/// Written Vietnamese carries a mark on two syllables of three, in combinations no other language uses: ơ, ư, đ, and
/// vowels with a hook, a dot below, or two marks at once. Text typed without any marks is not told apart from others;
/// nothing is said about it rather than something wrong.
enum Language {
    /// `vi` when the text is Vietnamese, else empty.
    static func tag(of document: Document) -> String {
        var counter = LetterCounter()
        counter.add(document.title)
        counter.add(document.lead)
        for paragraph in document.body where counter.byteCount < 2000 { counter.add(paragraph) }
        return counter.isVietnamese ? "vi" : ""
    }

    static func isVietnamese(_ text: String) -> Bool {
        var counter = LetterCounter()
        counter.add(text)
        return counter.isVietnamese
    }
}

/// Counts letters, and those of them that only Vietnamese has, in composed and in decomposed text alike.
private struct LetterCounter {
    private(set) var byteCount = 0
    private var letterCount = 0
    private var markedCount = 0

    /// A Vietnamese name in a foreign text brings a few such letters; running text has one in eight.
    var isVietnamese: Bool { markedCount * 20 >= letterCount && markedCount > 0 }

    mutating func add(_ text: String) {
        byteCount += text.utf8.count
        var base: UInt32 = 0
        var markCount = 0
        var isCounted = false
        for scalar in text.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) {
                markCount += 1
                guard !isCounted, markCount == 2 || Self.isVietnameseOnly(mark: scalar.value, on: base) else {
                    continue
                }
                isCounted = true
                markedCount += 1
            } else if Self.isLetter(scalar) {
                letterCount += 1
                base = scalar.value
                isCounted = Self.isVietnameseOnly(base)
                if isCounted { markedCount += 1 }
                // â, ê, ô carry their first mark already.
                markCount = [0xC2, 0xCA, 0xD4, 0xE2, 0xEA, 0xF4].contains(base) ? 1 : 0
            }
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0x1E00...0x1EFF: true
        case 0..<0x80: false
        default: scalar.properties.isAlphabetic
        }
    }

    /// Whether a letter is Vietnamese and no other large language's: ă is Romanian and ê French, đ Croatian as well,
    /// but these do not reach the share asked for by themselves.
    private static func isVietnameseOnly(_ value: UInt32) -> Bool {
        switch value {
        case 0x1EA0...0x1EF9, 0x01A0, 0x01A1, 0x01AF, 0x01B0, 0x0102, 0x0103, 0x0110, 0x0111: true
        default: false
        }
    }

    /// Whether a mark makes such a letter: horn, dot below, hook; breve on a; tilde on e and y, grave on y.
    private static func isVietnameseOnly(mark: UInt32, on base: UInt32) -> Bool {
        switch mark {
        case 0x31B, 0x323, 0x309: true
        case 0x306: base | 0x20 == 0x61
        case 0x303: base | 0x20 == 0x65 || base | 0x20 == 0x79
        case 0x300: base | 0x20 == 0x79
        default: false
        }
    }
}
