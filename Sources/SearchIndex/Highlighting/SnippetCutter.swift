/// Cuts pieces out of a text, between words where there is white space, else between letters.
struct SnippetCutter {
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// How many scalars the text has.
    var count: Int { scalars.count }

    /// The text of a range of scalars.
    func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range]))
    }

    /// Whether two words have nothing but a single space between them.
    func isSpace(_ range: Range<Int>) -> Bool {
        range.count == 1 && scalars[range.lowerBound] == " "
    }

    /// A region without the white space at its ends; a space that carries a mark stays.
    func trimmed(_ region: Range<Int>) -> Range<Int> {
        var (lower, upper) = (region.lowerBound, region.upperBound)
        while lower < upper, scalars[lower].properties.isWhitespace,
            lower + 1 == upper || !scalars[lower + 1].extendsLetter
        {
            lower += 1
        }
        while lower < upper, scalars[upper - 1].properties.isWhitespace { upper -= 1 }
        return lower..<upper
    }

    /// A piece of a region that shows `core` with what stands around it, a third before and two thirds after.
    ///
    /// - Parameters:
    ///   - core: What has to be shown: it begins with a letter; if it is too long, its beginning is shown.
    ///   - region: Where the piece may lie: it contains `core` and is longer than nothing.
    ///   - lengthMax: How long the piece may be, in scalars, at least 1.
    func range(around core: Range<Int>, in region: Range<Int>, lengthMax: Int) -> Range<Int> {
        guard region.count > lengthMax else { return region }
        guard core.count < lengthMax else {
            let end = end(from: core.lowerBound + lengthMax, downTo: core.lowerBound + 1, in: region)
            return core.lowerBound..<(core.count == lengthMax ? core.upperBound : end)
        }
        let earliest = max(region.lowerBound, core.lowerBound - (lengthMax - core.count) / 3)
        let latest = min(earliest, region.upperBound - lengthMax)
        let lower = start(from: latest, upTo: core.lowerBound, in: region)
        let upper = min(region.upperBound, lower + lengthMax)
        return lower..<end(from: upper, downTo: max(core.upperBound, lower + 1), in: region)
    }

    /// The first place to begin at.
    private func start(from lower: Int, upTo upper: Int, in region: Range<Int>) -> Int {
        let places = lower...upper
        let word = places.first { place in
            if place == region.lowerBound { return true }
            return scalars[place - 1].properties.isWhitespace && !scalars[place].properties.isWhitespace
                && !scalars[place].extendsLetter
        }
        return word ?? places.first { !scalars[$0].extendsLetter } ?? upper
    }

    /// The last place to end at.
    private func end(from upper: Int, downTo lower: Int, in region: Range<Int>) -> Int {
        let places = (lower...upper).reversed()
        let word = places.first { place in
            if place == region.upperBound { return true }
            return scalars[place].properties.isWhitespace && !scalars[place - 1].properties.isWhitespace
        }
        return word ?? places.first { !scalars[$0].extendsLetter } ?? upper
    }
}

extension Unicode.Scalar {
    /// Whether the scalar belongs to the letter before it.
    fileprivate var extendsLetter: Bool {
        guard !isASCII else { return false }
        return properties.isGraphemeExtend || properties.generalCategory == .spacingMark || value == 0x200D
    }
}
