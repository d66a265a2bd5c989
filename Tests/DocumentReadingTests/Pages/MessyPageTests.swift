import DocumentReading
import Protocol
import Testing

/// Real articles, printed as pages of news sites by a seeded script, come back as they were.
@Suite struct MessyPageTests {
    /// Four layouts of each article.
    static let seeds: [UInt64] = [1, 2, 3, 4]

    @Test(arguments: 0..<50) func `an article comes back from a messy page`(index: Int) throws {
        var articles = try Fixtures.articles()
        let article = articles.remove(at: index)
        for seed in Self.seeds {
            let page = MessyPage(article, others: articles, seed: seed * 1000 + UInt64(index))
            let comment = Comment(rawValue: "article \(article.id), seed \(seed)\n\(page.text)")
            let documents = PageParser.documents(of: page.text, source: "page.txt")
            let found = try #require(documents.first, comment)
            #expect(found.kind == .article, comment)
            #expect(found.title == article.title, comment)
            #expect(found.lead == article.lead, comment)
            #expect(found.body == article.paragraphs, comment)
            #expect(found.captions == page.captions, comment)
            #expect(found.byline == page.byline, comment)
            #expect(found.section == page.section, comment)
            if !page.published.isEmpty { #expect(found.published == page.published, comment) }
            let teasers = documents.dropFirst()
            #expect(teasers.map(\.title) == page.teasers.map(\.title), comment)
            #expect(teasers.map(\.lead) == page.teasers.map(\.lead), comment)
            #expect(found.related == teasers.map(\.id), comment)
            #expect(teasers.allSatisfy { $0.kind == .teaser && $0.related == [found.id] }, comment)
        }
    }
}
