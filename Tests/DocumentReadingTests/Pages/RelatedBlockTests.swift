import Testing

@testable import DocumentReading

/// Where a list of other articles ends, and what is in it.
@Suite struct RelatedBlockTests {
    /// A block from short signs: `T` a title, `P` a paragraph, `C` a caption, `N` a name, `B` a button.
    private func block(_ signs: String, isArticleOver: Bool = false) -> (block: RelatedBlock, lines: [ClassifiedLine]) {
        let lines = signs.enumerated().map { index, sign in
            let texts: [Character: String] = [
                "T": "Tiêu đề bài số \(index)", "P": "Câu thứ \(index) là một câu.", "C": "Cảnh \(index). Ảnh: TL",
                "N": "Thu Hà",
                "B": "Chia sẻ",
            ]
            return LineClassifier.classify(PageLine(texts[sign] ?? ""))
        }
        return (RelatedBlock(lines[...], isArticleOver: isArticleOver), lines)
    }

    @Test(
        arguments: [
            // Titles with leads, or without, to the end of the page.
            ("TPTPTP", 6, 3), ("TTT", 3, 3), ("TPTTP", 5, 3), ("TPTPB", 5, 2),
            // Two paragraphs in a row, a caption or a byline: the article goes on.
            ("TPP", 1, 1), ("TTPPP", 2, 2), ("TTPC", 2, 2), ("TTC", 2, 2), ("TTPN", 2, 2), ("TTP", 2, 2), ("PP", 0, 0),
        ]) func `a list ends where the article goes on`(signs: String, end: Int, count: Int)
    {
        let (block, _) = block(signs)
        #expect(block.end == end)
        #expect(block.teasers.count == count)
    }

    @Test func `below a byline nothing of the article is to come`() {
        let (block, lines) = block("TTPTPP", isArticleOver: true)
        #expect(block.end == lines.count)
        #expect(block.teasers.count == 3)
        #expect(block.teasers[0].lead.isEmpty)
        #expect(block.teasers[1].lead == lines[2].text)
    }

    @Test func `buttons are left over, and titles lose their bullets`() {
        let lines = ["- Mưa lớn ở Sa Pa", "Chia sẻ", "• Nắng nóng ở Hà Nội"].map {
            LineClassifier.classify(PageLine($0))
        }
        let block = RelatedBlock(lines[...], isArticleOver: true)
        #expect(block.teasers.map(\.title) == ["Mưa lớn ở Sa Pa", "Nắng nóng ở Hà Nội"])
        #expect(block.rest.map(\.text) == ["Chia sẻ"])
    }
}
