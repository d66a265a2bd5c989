/// The two forms of the token being read, built letter by letter in buffers that are made once a text.
///
/// Takes ASCII and Vietnamese letters, composed or with their marks following in any order. A token with anything else
/// goes the general way (``GeneralForm``), which fills the buffers at once.
struct TermBuilder {
    private(set) var exact: [UInt8] = []
    private(set) var folded: [UInt8] = []
    /// Codes of the last four letters, the newest in the lowest byte. A letter without code stands as its ASCII value
    /// with the top bit set, so that `q` can be told.
    private var recent: UInt32 = 0
    /// A letter did not fit: it and all that follow are left out.
    private var isFull = false
    private let letters: VietnameseLetters

    private static let byteCountMax = Analyzer.termByteCountMax
    private static let q = 0x80 | UInt8(ascii: "q")

    init(letters: VietnameseLetters) {
        self.letters = letters
        exact.reserveCapacity(Self.byteCountMax)
        folded.reserveCapacity(Self.byteCountMax)
    }

    /// Whether folding takes nothing from the term.
    var isBare: Bool { exact == folded }

    mutating func removeAll() {
        exact.removeAll(keepingCapacity: true)
        folded.removeAll(keepingCapacity: true)
        recent = 0
        isFull = false
    }

    /// Takes a token made the general way.
    mutating func replace(with forms: GeneralForm) {
        exact.removeAll(keepingCapacity: true)
        exact.append(contentsOf: forms.exact)
        folded.removeAll(keepingCapacity: true)
        folded.append(contentsOf: forms.folded)
    }

    /// Adds an ASCII letter or digit, in lower case.
    @inline(__always)
    mutating func append(ascii byte: UInt8) {
        guard !isFull, exact.count < Self.byteCountMax else { return isFull = true }
        let code = letters.asciiCode[Int(byte)]
        recent = recent &<< 8 | UInt32(code == VietnameseLetters.none ? 0x80 | byte : code)
        exact.append(byte)
        folded.append(byte)
    }

    /// Adds a letter by its code.
    @inline(__always)
    mutating func append(code: UInt8) {
        let scalar = letters.scalar[Int(code)]
        guard !isFull, exact.count &+ utf8Count(of: scalar) <= Self.byteCountMax else { return isFull = true }
        recent = recent &<< 8 | UInt32(code)
        write(scalar)
        folded.append(letters.base[Int(code)])
    }

    /// Adds a combining mark to the last letter; false when the two are no Vietnamese letter.
    mutating func append(mark: UInt32) -> Bool {
        if isFull { return letters.isMark(mark) }
        let last = UInt8(truncatingIfNeeded: recent)
        guard last < 0x80, case let code = letters.adding(mark, to: last), code != VietnameseLetters.none else {
            return false
        }
        exact.removeLast(utf8Count(of: letters.scalar[Int(last)]))
        folded.removeLast()
        recent &>>= 8
        append(code: code)
        return true
    }

    /// Moves the tone to its canonical place.
    @inline(__always)
    mutating func placeTone() {
        let first = UInt8(truncatingIfNeeded: recent &>> 8)
        let second = UInt8(truncatingIfNeeded: recent)
        guard second < 0x80, !isFull else { return }
        let followsQ = UInt8(truncatingIfNeeded: recent &>> 16) == Self.q
        guard let pair = TonePlacement.canonical(first: first, second: second, followsQ: followsQ) else { return }
        exact.removeLast(1 + utf8Count(of: letters.scalar[Int(second)]))
        write(letters.scalar[Int(pair.first)])
        write(letters.scalar[Int(pair.second)])
    }

    @inline(__always)
    private func utf8Count(of scalar: UInt32) -> Int {
        scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : 3
    }

    /// Appends a scalar below U+10000.
    @inline(__always)
    private mutating func write(_ scalar: UInt32) {
        if scalar < 0x80 { return exact.append(UInt8(truncatingIfNeeded: scalar)) }
        if scalar < 0x800 {
            exact.append(UInt8(truncatingIfNeeded: 0xC0 | scalar &>> 6))
        } else {
            exact.append(UInt8(truncatingIfNeeded: 0xE0 | scalar &>> 12))
            exact.append(UInt8(truncatingIfNeeded: 0x80 | scalar &>> 6 & 0x3F))
        }
        exact.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
}
