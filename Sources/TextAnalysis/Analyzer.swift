// TextAnalysis: from text to terms, with offsets into the text as given.
//
// May import Foundation for Unicode's normal forms, and nothing of Timtin's. Knows no index, no message and no file, and
// guesses no words: a Vietnamese token is a syllable.

/// Turns text into tokens: the one way in which Timtin reads text, for documents and queries alike.
///
/// A token is a maximal run of letters and digits (Unicode's letters and numbers) with the combining marks that follow
/// them; invisible characters inside (zero-width characters, soft hyphens, variation selectors) are passed over;
/// everything else separates, `_` included. Composed and decomposed text, upper and lower case, `hòa` and `hoà` make
/// the same terms.
///
/// Terms longer than ``termByteCountMax`` bytes (addresses without dots, encoded pictures) keep their beginning, cut
/// between letters; the token's offsets still span the whole run, so that no text is tokenised twice.
///
/// The module knows Unicode and nothing else: no index, no message, no file. An analyzer is a value without state: any
/// number of threads may use it at once.
public struct Analyzer: Sendable {
    /// The longest exact or folded term, in bytes of UTF-8.
    public static let termByteCountMax = 255

    private let letters: VietnameseLetters
    private let placesTones: Bool

    /// - Parameters:
    ///   - placesTones: Whether the tone of `hoà` goes to its canonical place, `hòa`. False for the beginnings of words, as
    ///     in `hoà*`, where an ending may still follow that holds the tone where it is.
    ///   - mendsLetters: Whether full-width letters, ligatures and what stands for `đ` in texts of older encodings (`ð`) are
    ///     read as the letters that were meant.
    public init(placesTones: Bool = true, mendsLetters: Bool = true) {
        self.placesTones = placesTones
        letters = mendsLetters ? .shared : .asWritten
    }

    /// The tokens of a text in their order.
    ///
    /// - Complexity: linear in the length of the text; two allocations a token. Use ``forEachToken(in:_:)`` for bulk.
    public func tokens(in text: String) -> [Token] {
        var text = text
        return text.withUTF8 { bytes in
            var tokens: [Token] = []
            forEachToken(in: bytes.span) { exact, folded, start, end in
                let term = exact.toArray()
                tokens.append(
                    Token(
                        term: term, folded: folded.isIdentical(to: exact) ? term : folded.toArray(), start: start,
                        end: end))
            }
            return tokens
        }
    }

    /// Calls `body` for each token in order, without allocating for Vietnamese and ASCII text.
    ///
    /// Bytes that are not UTF-8 separate tokens and count as one scalar for each U+FFFD that `String(decoding:as:)`
    /// would put in their place.
    ///
    /// - Parameters:
    ///   - utf8: The text.
    ///   - body: Gets the exact term, the folded term (identical to the exact one, `isIdentical(to:)`, exactly when the
    ///     token has no diacritics), and the token's start and end in Unicode scalars. The spans live for the call.
    /// - Throws: What `body` throws.
    /// - Complexity: linear in the length of the text.
    public func forEachToken<Failure: Error>(
        in utf8: Span<UInt8>,
        _ body: (_ exact: Span<UInt8>, _ folded: Span<UInt8>, _ start: Int, _ end: Int) throws(Failure) -> Void
    ) throws(Failure) {
        var scanner = TokenScanner(placesTones: placesTones)
        while scanner.next(in: utf8, letters) {
            let exact = scanner.term.exact.span.extracting(first: scanner.term.exactCount)
            if scanner.term.isBare {
                try body(exact, exact, scanner.start, scanner.end)
            } else {
                let folded = scanner.term.folded.span.extracting(first: scanner.term.foldedCount)
                try body(exact, folded, scanner.start, scanner.end)
            }
        }
    }

    /// The form in which keywords (a source, a section, a tag) are compared: composed, lower case, white space at the
    /// ends removed and inside made one space.
    ///
    /// Unlike terms, keywords keep punctuation and the place of tones, and are not cut.
    public static func keyword(_ text: String) -> [UInt8] {
        GeneralForm.keyword(text)
    }
}

extension Span<UInt8> {
    /// The bytes as an array.
    fileprivate func toArray() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            for index in indices { buffer.initializeElement(at: index, to: self[index]) }
            initializedCount = count
        }
    }
}
