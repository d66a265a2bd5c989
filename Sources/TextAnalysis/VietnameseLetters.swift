/// The letters of Vietnamese as small numbers, with the tables that lead from text to letter and back.
///
/// A vowel is a shape (`a ă â e ê i o ô ơ u ư y`) with one of six tones (none, grave, acute, hook above, tilde, dot
/// below); its code is `1 + 6 · shape + tone`. `đ` has the last code. Code 0 is every other character, plain consonants
/// included. Case is gone: upper and lower case have one code, whose spelling is the lower-case composed one.
struct VietnameseLetters: Sendable {
    /// The code of every character that is not a vowel and not `đ`.
    static let none: UInt8 = 0
    static let toneCount: UInt8 = 6
    static let codeCount = 74
    static let crossedD: UInt8 = 73

    /// First scalar and number of the composed letters from À to ư, and of those from Ạ to ỹ.
    static let lowFirst: UInt32 = 0xC0
    static let lowCount: UInt32 = 0x1B1 - 0xC0
    static let highFirst: UInt32 = 0x1EA0
    static let highCount: UInt32 = 0x1EFA - 0x1EA0
    /// First scalar and number of the combining marks among which the Vietnamese ones are.
    static let markFirst: UInt32 = 0x300
    static let markCount: UInt32 = 0x24

    /// An ASCII character as a part of a term.
    struct ASCIILetter {
        /// The lower-case form of a letter or digit, 0 for every other character.
        var lowered: UInt8
        /// The code of a vowel; of every other character its lower-case form with the top bit set.
        var trace: UInt8
    }

    /// The lower-case composed letter of a code in UTF-8.
    struct Spelling {
        /// Its bytes, zeros after the last.
        var bytes: (UInt8, UInt8, UInt8)
        /// From 1 to 3.
        var byteCount: Int
    }

    /// Whether characters that are found in the place of a letter count as that letter.
    let mendsLetters: Bool
    /// `Đ`, `đ`, and what counts as these.
    private let crossedDs: [UInt32]
    /// The 128 ASCII characters.
    let ascii: [ASCIILetter]
    /// The code of a scalar, counted from `lowFirst`.
    let lowCode: [UInt8]
    /// The code of a scalar, counted from `highFirst`.
    let highCode: [UInt8]
    /// For a scalar counted from `markFirst`: which of the eight Vietnamese marks it is, from 1; 0 for others.
    let mark: [UInt8]
    /// At `8 · code + mark - 1`: the code of the letter with that mark added, 0 when there is no such letter.
    let marked: [UInt8]
    /// The lower-case composed scalar of a code.
    let scalar: [UInt32]
    /// The same in UTF-8.
    let spelling: [Spelling]
    /// The ASCII letter that a code folds to.
    let base: [UInt8]

    /// Vowels by shape, tones in the order grave, acute, hook above, tilde, dot below.
    private static let lower: [StaticString] = [
        "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự",
        "yỳýỷỹỵ",
    ]
    private static let upper: [StaticString] = [
        "AÀÁẢÃẠ", "ĂẰẮẲẴẶ", "ÂẦẤẨẪẬ", "EÈÉẺẼẸ", "ÊỀẾỂỄỆ", "IÌÍỈĨỊ", "OÒÓỎÕỌ", "ÔỒỐỔỖỘ", "ƠỜỚỞỠỢ", "UÙÚỦŨỤ", "ƯỪỨỬỮỰ",
        "YỲÝỶỸỴ",
    ]
    private static let bases: [UInt8] = Array("aaaeeiooouuy".utf8)
    private static let tones: [UInt32] = [0x300, 0x301, 0x309, 0x303, 0x323]
    /// Circumflex, breve and horn, each with the shapes it turns into one another.
    private static let shapes: [(mark: UInt32, pairs: [(UInt8, UInt8)])] = [
        (0x302, [(0, 2), (3, 4), (6, 7)]), (0x306, [(0, 1)]), (0x31B, [(6, 8), (9, 10)]),
    ]

    /// `Đ` and `đ`, and what looks alike and is found in their place where text came from older encodings: the Icelandic
    /// eth (`Ð ð`) and the African d (`Ɖ ɖ`).
    private static let crossedDs: [UInt32] = [0x110, 0x111, 0xD0, 0xF0, 0x189, 0x256]

    static let shared = VietnameseLetters(mendsLetters: true)
    /// The same letters, and none that only look like them.
    static let asWritten = VietnameseLetters(mendsLetters: false)

    private init(mendsLetters: Bool) {
        self.mendsLetters = mendsLetters
        crossedDs = mendsLetters ? Self.crossedDs : Array(Self.crossedDs.prefix(2))
        var scalar = [UInt32](repeating: 0, count: Self.codeCount)
        var codes = Dictionary(uniqueKeysWithValues: crossedDs.map { ($0, Self.crossedD) })
        for (shape, (lower, upper)) in zip(Self.lower, Self.upper).enumerated() {
            for (tone, pair) in zip(lower.description.unicodeScalars, upper.description.unicodeScalars).enumerated() {
                let code = UInt8(1 + 6 * shape + tone)
                scalar[Int(code)] = pair.0.value
                codes[pair.0.value] = code
                codes[pair.1.value] = code
            }
        }
        scalar[Int(Self.crossedD)] = 0x111
        self.scalar = scalar
        spelling = scalar.map(Self.spelled)
        base = [0] + Self.bases.flatMap { [UInt8](repeating: $0, count: 6) } + [UInt8(ascii: "d")]
        ascii = (UInt32(0)..<128).map { character in
            let lowered = Self.lowered(UInt8(character))
            return ASCIILetter(lowered: lowered, trace: codes[character] ?? (0x80 | lowered))
        }
        lowCode = (0..<Self.lowCount).map { codes[Self.lowFirst + $0] ?? Self.none }
        highCode = (0..<Self.highCount).map { codes[Self.highFirst + $0] ?? Self.none }
        let marks = Self.tones + Self.shapes.map(\.mark)
        mark = (0..<Self.markCount).map { offset in
            UInt8((marks.firstIndex(of: Self.markFirst + offset) ?? -1) + 1)
        }
        marked = Self.makeMarked()
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: 0
        }
    }

    private static func spelled(_ scalar: UInt32) -> Spelling {
        let bytes = Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? []
        let padded = bytes + [0, 0, 0]
        return Spelling(bytes: (padded[0], padded[1], padded[2]), byteCount: bytes.count)
    }

    private static func makeMarked() -> [UInt8] {
        var marked = [UInt8](repeating: none, count: codeCount * 8)
        for code in 1..<crossedD {
            let (shape, tone) = (code - 1).quotientAndRemainder(dividingBy: toneCount)
            if tone == 0 {
                for mark in 0..<5 { marked[Int(code) * 8 + mark] = code + UInt8(mark) + 1 }
            }
            for (index, entry) in shapes.enumerated() {
                guard let pair = entry.pairs.first(where: { $0.0 == shape }) else { continue }
                marked[Int(code) * 8 + 5 + index] = 1 + toneCount * pair.1 + tone
            }
        }
        return marked
    }

    /// The code of any scalar.
    @inline(__always)
    func code(of scalar: UInt32) -> UInt8 {
        if scalar < 0x80 {
            let trace = ascii[Int(scalar)].trace
            return trace < 0x80 ? trace : Self.none
        }
        let low = scalar &- Self.lowFirst
        if low < Self.lowCount { return lowCode[Int(low)] }
        let high = scalar &- Self.highFirst
        return high < Self.highCount ? highCode[Int(high)] : Self.none
    }

    /// The code of the letter `code` with a combining mark added, whatever marks it has already and in whatever order
    /// they come, or 0 when Vietnamese has no such letter.
    @inline(__always)
    func adding(_ scalar: UInt32, to code: UInt8) -> UInt8 {
        let offset = scalar &- Self.markFirst
        guard offset < Self.markCount else { return Self.none }
        let mark = mark[Int(offset)]
        return mark == 0 ? Self.none : marked[Int(code) &* 8 &+ Int(mark) &- 1]
    }

    /// Whether a scalar is `đ` in either case, or is written for it.
    func isCrossedD(_ scalar: UInt32) -> Bool {
        crossedDs.contains(scalar)
    }

    /// Whether a scalar is one of the eight combining marks of Vietnamese.
    func isMark(_ scalar: UInt32) -> Bool {
        let offset = scalar &- Self.markFirst
        return offset < Self.markCount && mark[Int(offset)] != 0
    }
}
