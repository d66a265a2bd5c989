/// Chooses the pieces of texts that show most of what a query asks for.
///
/// Each choice looks at all windows that begin with a mark, by two pointers over the marks, so that it takes time
/// linear in their number; the region that it is taken from then falls into what is left before and after.
struct SnippetChooser {
    /// A part of a text that nothing was taken from yet.
    private struct Region {
        var source: MarkedText
        var cutter: SnippetCutter
        var range: Range<Int>
        /// The marks that lie in it.
        var marks: Range<Int>
    }

    /// What a window has to show; the greater is better.
    private struct Merit: Comparable {
        var freshCount = 0
        var conceptCount = 0
        var exactCount = 0

        static func < (left: Merit, right: Merit) -> Bool {
            (left.freshCount, left.conceptCount, left.exactCount)
                < (right.freshCount, right.conceptCount, right.exactCount)
        }
    }

    private var regions: [Region] = []
    /// How often each concept stands in the window looked at; all 0 between two windows.
    private var counts: [Int]
    /// The concepts that were shown.
    private var isShown: [Bool]

    init(conceptCount: Int) {
        counts = [Int](repeating: 0, count: conceptCount)
        isShown = [Bool](repeating: false, count: conceptCount)
    }

    /// Adds texts to choose from.
    mutating func offer(_ texts: [MarkedText]) {
        for text in texts {
            let cutter = SnippetCutter(text.text)
            let range = cutter.trimmed(0..<cutter.count)
            regions.append(Region(source: text, cutter: cutter, range: range, marks: text.marks.indices))
        }
    }

    /// Leaves what was offered, and offers these texts.
    mutating func replaceOffer(by texts: [MarkedText]) {
        regions.removeAll()
        offer(texts)
    }

    /// Takes the best piece, nil when no mark is left.
    mutating func next(lengthMax: Int) -> HighlightedText? {
        var best: (merit: Merit, region: Int, marks: Range<Int>)?
        for index in regions.indices {
            guard let (merit, marks) = bestWindow(of: regions[index], lengthMax: lengthMax) else { continue }
            if best.map({ $0.merit < merit }) ?? true { best = (merit, index, marks) }
        }
        guard let best else { return nil }
        return take(best.marks, from: best.region, lengthMax: lengthMax)
    }

    /// The marks of the window of a region that shows most, the earliest of equals.
    ///
    /// A window is three quarters of a piece, so that some text is left to show around it.
    private mutating func bestWindow(of region: Region, lengthMax: Int) -> (merit: Merit, marks: Range<Int>)? {
        var best: (merit: Merit, marks: Range<Int>)?
        var merit = Merit()
        let windowLength = lengthMax - lengthMax / 4
        var end = region.marks.lowerBound
        for first in region.marks {
            let start = region.source.range(ofMark: first).lowerBound
            // A mark that is too long for any window is one by itself.
            while end < region.marks.upperBound,
                end == first || region.source.range(ofMark: end).upperBound - start <= windowLength
            {
                for word in region.source.words[region.source.marks[end]] { enter(word, &merit) }
                end += 1
            }
            if best.map({ $0.merit < merit }) ?? true { best = (merit, first..<end) }
            for word in region.source.words[region.source.marks[first]] { leave(word, &merit) }
        }
        return best
    }

    private mutating func enter(_ word: MarkedWord, _ merit: inout Merit) {
        if counts[word.concept] == 0 {
            merit.conceptCount += 1
            if !isShown[word.concept] { merit.freshCount += 1 }
        }
        counts[word.concept] += 1
        if word.isExact { merit.exactCount += 1 }
    }

    private mutating func leave(_ word: MarkedWord, _ merit: inout Merit) {
        counts[word.concept] -= 1
        if counts[word.concept] == 0 {
            merit.conceptCount -= 1
            if !isShown[word.concept] { merit.freshCount -= 1 }
        }
        if word.isExact { merit.exactCount -= 1 }
    }

    /// Takes the piece around some marks out of a region.
    private mutating func take(_ marks: Range<Int>, from index: Int, lengthMax: Int) -> HighlightedText {
        let region = regions.remove(at: index)
        let source = region.source
        let core =
            source.range(ofMark: marks.lowerBound).lowerBound..<source.range(ofMark: marks.upperBound - 1).upperBound
        let range = region.cutter.range(around: core, in: region.range, lengthMax: lengthMax)
        var highlights: [Range<Int>] = []
        for mark in region.marks {
            let whole = source.range(ofMark: mark)
            let isCut = mark == marks.lowerBound && whole.upperBound > range.upperBound
            guard isCut || (whole.lowerBound >= range.lowerBound && whole.upperBound <= range.upperBound) else {
                continue
            }
            for word in source.words[source.marks[mark]] where word.start < range.upperBound {
                isShown[word.concept] = true
                let end = min(word.end, range.upperBound)
                if let last = highlights.last, region.cutter.isSpace(last.upperBound..<word.start) {
                    highlights[highlights.count - 1] = last.lowerBound..<end
                } else {
                    highlights.append(word.start..<end)
                }
            }
        }
        let rest = [region.range.lowerBound..<range.lowerBound, range.upperBound..<region.range.upperBound]
        regions.insert(contentsOf: rest.compactMap { part(of: region, $0) }, at: index)
        return HighlightedText(
            field: source.field, index: source.index, start: range.lowerBound, text: region.cutter.text(range),
            highlights: highlights.map { $0.lowerBound - range.lowerBound..<$0.upperBound - range.lowerBound })
    }

    /// What is left of a region; nil when it holds no whole mark.
    private func part(of region: Region, _ range: Range<Int>) -> Region? {
        var part = region
        part.range = region.cutter.trimmed(range)
        var marks = region.marks
        while let mark = marks.first, region.source.range(ofMark: mark).lowerBound < part.range.lowerBound {
            marks.removeFirst()
        }
        while let mark = marks.last, region.source.range(ofMark: mark).upperBound > part.range.upperBound {
            marks.removeLast()
        }
        part.marks = marks
        return marks.isEmpty ? nil : part
    }
}
