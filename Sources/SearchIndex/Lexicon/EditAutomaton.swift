/// Tells how many edits lie between a word and others, up to a limit.
///
/// An edit inserts, removes or replaces one Unicode scalar, or swaps two that stand side by side; no part is edited twice
/// (optimal string alignment).
///
/// The automaton reads another word scalar by scalar. Its state is a row of bits for each number of edits: bit j is set when
/// the first j scalars of the word become what was read by that many edits or fewer. Rows follow from the ones before by a
/// few operations on whole words, as in S. Wu and U. Manber, "Fast text searching: allowing errors" (1992); swaps take the
/// rows of two scalars before.
struct EditAutomaton {
    /// How many scalars a word has at most; a longer one matches itself alone.
    static let scalarCountMax = 62

    /// The rows after some scalars, and where in the word the last of them stands.
    struct State: BitwiseCopyable {
        fileprivate(set) var none: UInt64
        fileprivate(set) var one: UInt64
        fileprivate(set) var two: UInt64
        /// Bit j is set when scalar j of the word, from 1, is the one read last.
        fileprivate var places: UInt64
        /// The rows before that scalar, which a swap with the next one starts from.
        fileprivate var noneBefore: UInt64
        fileprivate var oneBefore: UInt64
    }

    /// How many edits there may be.
    let maxEdits: Int
    /// The word in UTF-8.
    let word: [UInt8]
    /// Whether the word is too long to be compared with others.
    let isTooLong: Bool
    private let scalarCount: Int
    /// For each ASCII scalar where it stands in the word.
    let asciiPlaces: [UInt64]
    private let otherPlaces: [(scalar: UInt32, places: UInt64)]
    private let oneMask: UInt64
    private let twoMask: UInt64

    /// - Parameter maxEdits: 0, 1 or 2; more are taken for 2.
    init(_ word: String, maxEdits: Int) {
        let scalars = Array(word.unicodeScalars)
        self.word = Array(word.utf8)
        self.maxEdits = min(max(maxEdits, 0), 2)
        isTooLong = scalars.count > Self.scalarCountMax
        scalarCount = isTooLong ? 0 : scalars.count
        var asciiPlaces = [UInt64](repeating: 0, count: 128)
        var otherPlaces: [(scalar: UInt32, places: UInt64)] = []
        for (index, scalar) in scalars.prefix(Self.scalarCountMax).enumerated() {
            let place: UInt64 = 1 << UInt64(index + 1)
            if scalar.isASCII {
                asciiPlaces[Int(scalar.value)] |= place
            } else if let known = otherPlaces.firstIndex(where: { $0.scalar == scalar.value }) {
                otherPlaces[known].places |= place
            } else {
                otherPlaces.append((scalar.value, place))
            }
        }
        self.asciiPlaces = asciiPlaces
        self.otherPlaces = otherPlaces
        let all: UInt64 = 1 << UInt64(scalarCount + 1) - 1
        oneMask = self.maxEdits >= 1 ? all : 0
        twoMask = self.maxEdits >= 2 ? all : 0
    }

    /// The state when nothing was read.
    var start: State {
        State(none: 1, one: 3 & oneMask, two: 7 & twoMask, places: 0, noneBefore: 0, oneBefore: 0)
    }

    /// The state when one scalar more was read.
    @inline(__always)
    func next(_ state: State, _ scalar: UInt32) -> State { next(state, places: places(of: scalar)) }

    /// The state when a scalar more was read that stands at these places of the word.
    @inline(__always)
    func next(_ state: State, places: UInt64) -> State {
        // A swap: this scalar stands right before the one read last.
        let swapped = places &<< 1 & state.places
        let none = state.none &<< 1 & places
        // Inserted, replaced, removed, swapped.
        let one =
            (state.one &<< 1 & places) | state.none | (state.none | none) &<< 1 | (state.noneBefore &<< 2 & swapped)
        let oneKept = one & oneMask
        let two =
            (state.two &<< 1 & places) | state.one | (state.one | oneKept) &<< 1 | (state.oneBefore &<< 2 & swapped)
        return State(
            none: none, one: oneKept, two: two & twoMask, places: places, noneBefore: state.none,
            oneBefore: state.one)
    }

    /// Where a scalar stands in the word.
    @inline(__always)
    func places(of scalar: UInt32) -> UInt64 {
        scalar < 128 ? asciiPlaces[Int(scalar)] : places(ofOther: scalar)
    }

    /// Where a scalar that is not ASCII stands in the word.
    func places(ofOther scalar: UInt32) -> UInt64 {
        for other in otherPlaces where other.scalar == scalar { return other.places }
        return 0
    }

    /// Whether no word that begins with what was read is within the limit.
    @inline(__always)
    func isDead(_ state: State) -> Bool { state.none | state.one | state.two == 0 }

    /// How many edits lead to what was read; nil when they are more than the limit.
    @inline(__always)
    func distance(_ state: State) -> Int? {
        let end: UInt64 = 1 &<< UInt64(truncatingIfNeeded: scalarCount)
        if state.none & end != 0 { return 0 }
        if state.one & end != 0 { return 1 }
        return state.two & end != 0 ? 2 : nil
    }

    /// How many edits lead to a word in UTF-8; nil when they are more than the limit.
    func distance(to key: Span<UInt8>) -> Int? {
        guard !isTooLong else {
            return key.count == word.count && key.indices.allSatisfy { key[$0] == word[$0] } ? 0 : nil
        }
        var state = start
        var index = 0
        while index < key.count {
            state = next(state, Self.scalar(at: &index, before: key.count) { key[$0] })
            if isDead(state) { return nil }
        }
        return distance(state)
    }

    /// The scalar that begins at an index, which moves behind it. Bytes that are no UTF-8 give some scalar.
    @inline(__always)
    static func scalar(at index: inout Int, before end: Int, _ byte: (Int) -> UInt8) -> UInt32 {
        let first = UInt32(byte(index))
        index += 1
        guard first >= 0xC0 else { return first }
        let restCount = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
        var scalar = first & (0x3F >> UInt32(restCount))
        for _ in 0..<restCount where index < end {
            scalar = scalar << 6 | UInt32(byte(index) & 0x3F)
            index += 1
        }
        return scalar
    }
}
