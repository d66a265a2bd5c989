/// The two forms of the token being read, built letter by letter in buffers inside the value.
///
/// Takes ASCII and Vietnamese letters, composed or with their marks following in any order. A token with anything else
/// goes the general way (``GeneralForm``), which fills the buffers at once.
struct TermBuilder {
    /// Bytes of a buffer: those of the longest term, and room for the letter of up to three bytes that is written whole
    /// before its length counts.
    typealias Buffer = InlineArray<258, UInt8>

    private(set) var exact = Buffer(repeating: 0)
    private(set) var folded = Buffer(repeating: 0)
    /// How many bytes of the buffers hold the term.
    private(set) var exactCount = 0
    private(set) var foldedCount = 0
    /// Whether a letter with a diacritic was added, which may have been left out since.
    private var hadDiacritic = false
    /// Codes of the last four letters, the newest in the lowest byte. A letter without code stands as its ASCII value
    /// with the top bit set, so that `q` can be told.
    private var recent: UInt32 = 0
    /// A letter did not fit: it and all that follow are left out.
    private var isFull = false

    private static let byteCountMax = Analyzer.termByteCountMax
    private static let q = 0x80 | UInt8(ascii: "q")

    /// Whether folding takes nothing from the term.
    var isBare: Bool {
        guard hadDiacritic else { return true }
        guard isFull, exactCount == foldedCount else { return false }
        return (0..<exactCount).allSatisfy { exact[$0] == folded[$0] }
    }

    @inline(__always)
    mutating func removeAll() {
        exactCount = 0
        foldedCount = 0
        hadDiacritic = false
        recent = 0
        isFull = false
    }

    /// Takes a token made the general way.
    mutating func replace(with forms: GeneralForm) {
        removeAll()
        for byte in forms.exact {
            exact[exactCount] = byte
            exactCount += 1
        }
        for byte in forms.folded {
            folded[foldedCount] = byte
            foldedCount += 1
        }
        hadDiacritic = forms.exact != forms.folded
    }

    /// Adds an ASCII letter or digit.
    @inline(__always)
    mutating func append(_ letter: VietnameseLetters.ASCIILetter) {
        guard !isFull, exactCount < Self.byteCountMax else { return isFull = true }
        recent = recent &<< 8 | UInt32(letter.trace)
        exact[exactCount] = letter.lowered
        folded[foldedCount] = letter.lowered
        exactCount &+= 1
        foldedCount &+= 1
    }

    /// Adds a letter by its code.
    @inline(__always)
    mutating func append(code: UInt8, _ letters: VietnameseLetters) {
        let spelling = letters.spelling[Int(code)]
        guard !isFull, exactCount &+ spelling.byteCount <= Self.byteCountMax else { return isFull = true }
        recent = recent &<< 8 | UInt32(code)
        write(spelling)
        folded[foldedCount] = letters.base[Int(code)]
        foldedCount &+= 1
        // The letters with codes of one byte are the plain vowels.
        if spelling.byteCount > 1 { hadDiacritic = true }
    }

    /// Adds a combining mark to the last letter; false when the two are no Vietnamese letter.
    mutating func append(mark: UInt32, _ letters: VietnameseLetters) -> Bool {
        if isFull { return letters.isMark(mark) }
        let last = UInt8(truncatingIfNeeded: recent)
        guard last < 0x80, case let code = letters.adding(mark, to: last), code != VietnameseLetters.none else {
            return false
        }
        exactCount &-= letters.spelling[Int(last)].byteCount
        foldedCount &-= 1
        recent &>>= 8
        append(code: code, letters)
        return true
    }

    /// Moves the tone to its canonical place.
    @inline(__always)
    mutating func placeTone(_ letters: VietnameseLetters) {
        let first = UInt8(truncatingIfNeeded: recent &>> 8)
        let second = UInt8(truncatingIfNeeded: recent)
        guard second < 0x80, !isFull else { return }
        let followsQ = UInt8(truncatingIfNeeded: recent &>> 16) == Self.q
        guard let pair = TonePlacement.canonical(first: first, second: second, followsQ: followsQ) else { return }
        exactCount &-= 1 &+ letters.spelling[Int(second)].byteCount
        write(letters.spelling[Int(pair.first)])
        write(letters.spelling[Int(pair.second)])
    }

    /// Writes three bytes, of which as many stay as the letter has.
    @inline(__always)
    private mutating func write(_ spelling: VietnameseLetters.Spelling) {
        exact[exactCount] = spelling.bytes.0
        exact[exactCount &+ 1] = spelling.bytes.1
        exact[exactCount &+ 2] = spelling.bytes.2
        exactCount &+= spelling.byteCount
    }
}
