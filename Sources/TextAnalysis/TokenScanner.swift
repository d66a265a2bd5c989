/// Walks over a text from token to token.
///
/// Reads a token by tables as long as it holds ASCII and Vietnamese letters; at the first other character the token is
/// read again from its beginning, the general way.
struct TokenScanner {
    /// The token found last.
    private(set) var term: TermBuilder
    /// Its place in the text, in scalars.
    private(set) var start = 0
    private(set) var end = 0

    /// Where reading goes on: a byte, and the number of scalars before it.
    private var byte = 0
    private var scalar = 0
    private let placesTones: Bool

    init(placesTones: Bool) {
        term = TermBuilder()
        self.placesTones = placesTones
    }

    /// Moves to the next token; false when there is none.
    ///
    /// - Parameters:
    ///   - utf8: The text, the same for every token.
    ///   - letters: The tables, which are lent rather than kept, so that no step of the walk counts references.
    mutating func next(in utf8: Span<UInt8>, _ letters: VietnameseLetters) -> Bool {
        guard skipSeparators(in: utf8, letters) else { return false }
        term.removeAll()
        let first = byte
        start = scalar
        if readByTables(utf8, letters) {
            if placesTones { term.placeTone(letters) }
        } else {
            byte = first
            scalar = start
            readGenerally(utf8, letters)
        }
        end = scalar
        return true
    }

    /// Moves to the next letter or number; false at the end of the text.
    private mutating func skipSeparators(in utf8: Span<UInt8>, _ letters: VietnameseLetters) -> Bool {
        while byte < utf8.count {
            let (value, byteCount) = readScalar(utf8, at: byte)
            if value < 0x80 {
                if letters.ascii[Int(value)].lowered != 0 { return true }
            } else if letters.code(of: value) != VietnameseLetters.none || ScalarClass.of(value) == .letter {
                return true
            }
            byte &+= byteCount
            scalar &+= 1
        }
        return false
    }

    /// Reads to the end of the token; false when it holds what the tables do not.
    private mutating func readByTables(_ utf8: Span<UInt8>, _ letters: VietnameseLetters) -> Bool {
        while byte < utf8.count {
            let (value, byteCount) = readScalar(utf8, at: byte)
            if value < 0x80 {
                let letter = letters.ascii[Int(value)]
                guard letter.lowered != 0 else { return true }
                term.append(letter)
            } else if case let code = letters.code(of: value), code != VietnameseLetters.none {
                term.append(code: code, letters)
            } else if !letters.isMark(value) {
                return ScalarClass.of(value) == .separator
            } else if !term.append(mark: value, letters) {
                return false
            }
            byte &+= byteCount
            scalar &+= 1
        }
        return true
    }

    /// Reads a token of any characters, whose end is after its last visible one.
    private mutating func readGenerally(_ utf8: Span<UInt8>, _ letters: VietnameseLetters) {
        var token = String.UnicodeScalarView()
        var position = (byte: byte, scalar: scalar)
        loop: while position.byte < utf8.count {
            let (value, byteCount) = readScalar(utf8, at: position.byte)
            let scalarClass = scalarClass(value, letters)
            guard scalarClass != .separator, let character = Unicode.Scalar(value) else { break loop }
            position.byte += byteCount
            position.scalar += 1
            guard scalarClass != .ignorable else { continue }
            token.append(character)
            (byte, scalar) = position
        }
        term.replace(with: GeneralForm(token: String(token), letters: letters, placesTone: placesTones))
    }

    private func scalarClass(_ value: UInt32, _ letters: VietnameseLetters) -> ScalarClass {
        guard value < 0x80 else { return ScalarClass.of(value) }
        return letters.ascii[Int(value)].lowered != 0 ? .letter : .separator
    }
}
