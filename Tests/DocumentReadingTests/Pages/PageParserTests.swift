import DocumentReading
import Protocol
import Testing

/// Ids and links of a page's documents, and pages with next to nothing on them.
@Suite struct PageParserTests {
    private static let page = "Tiêu đề\n\nMột.\n\nHai.\n\nThu Hà\n\nTin liên quan\n\nMưa lớn\n\nMưa lớn\n\nNắng nóng\n"

    @Test func `ids depend on the source and the text alone`() {
        let first = PageParser.documents(of: Self.page, source: "a/1.txt")
        #expect(first == PageParser.documents(of: Self.page, source: "a/1.txt"))
        #expect(first[0].id != PageParser.documents(of: Self.page, source: "a/2.txt")[0].id)
        #expect(first[0].id != PageParser.documents(of: Self.page + "Ba.\n", source: "a/1.txt")[0].id)
    }

    @Test func `teasers are linked both ways, also where two share a title`() {
        let documents = PageParser.documents(of: Self.page, source: "1.txt")
        #expect(documents.map(\.kind) == [.article, .teaser, .teaser, .teaser])
        #expect(Set(documents.map(\.id)).count == 4)
        #expect(documents[0].related == documents.dropFirst().map(\.id))
        #expect(documents.dropFirst().allSatisfy { $0.related == [documents[0].id] })
    }

    @Test(arguments: ["", "\n\n", " \u{200B}\r\n\u{FEFF}", "\u{2028}"])
    func `a page without text gives no documents`(text: String) {
        #expect(PageParser.documents(of: text, source: "1.txt").isEmpty)
    }

    @Test(arguments: [
        "Tiêu đề", "Nguyễn Quang", "Ảnh: AFP", "Thời sự", "Tin liên quan", "05/09/2024", "© Báo", "Theo TTXVN",
    ])
    func `a page of one line loses nothing`(text: String) {
        let documents = PageParser.documents(of: text, source: "1.txt")
        #expect(documents.count == 1)
        #expect(documents[0].title == text)
    }

    @Test func `a page that begins with a paragraph has no title`() {
        let paragraph = String(repeating: "Một câu dài về biên giới. ", count: 20)
        let document = PageParser.documents(of: paragraph + "\nHai.\n", source: "1.txt")[0]
        #expect(document.title.isEmpty)
        #expect(document.lead.hasPrefix("Một câu dài"))
        #expect(document.body == ["Hai."])
    }

    @Test func `a button without a list below it stays a button`() {
        let document = PageParser.documents(of: "Tiêu đề\nMột.\nHai.\nXem thêm\nBa.\nBốn.\n", source: "1.txt")[0]
        #expect(document.body == ["Hai.", "Ba.", "Bốn."])
        #expect(document.extra["lines"] == .array([.string("Xem thêm")]))
    }

    @Test func `the credit of all pictures belongs to the byline`() {
        let document = PageParser.documents(of: "Tiêu đề\nMột.\nHai.\nThu Hà\nẢnh: Văn Nam\n", source: "1.txt")[0]
        #expect(document.byline == "Thu Hà - Ảnh: Văn Nam")
        #expect(document.captions.isEmpty)
    }
}
