import DocumentReading
import Foundation
import Protocol
import Testing

/// Pages of many layouts and encodings, each with its documents written by hand. Fingerprints are left out; ids go by
/// the words `article` and `teaser 1`, `teaser 2`, …
@Suite struct PageFixtureTests {
    static let names = [
        "buttons", "byline-first", "dateline", "decomposed", "interview", "list-in-the-middle", "no-lead", "no-teasers",
        "photo-story", "short-news", "two-lists", "utf-16", "windows",
    ]

    @Test(arguments: names) func `a page gives the documents written by hand`(name: String) throws {
        try check(page: Fixtures.folder.appending(path: "pages/\(name).txt"), expected: "pages/\(name).json")
    }

    @Test func `the first seed gives its article and six teasers`() throws {
        let seeds = Fixtures.folder.appending(path: "../../../seeds").standardizedFileURL
        try check(page: seeds.appending(path: "000_8457d4f419ad7f90.txt"), expected: "seed.json")
    }

    @Test func `every page has its expectation and its test`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Fixtures.folder.appending(path: "pages").path)
        let pages = files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }
        #expect(pages.sorted() == Self.names)
        #expect(files.count == 2 * pages.count)
    }

    private func check(page: URL, expected name: String) throws {
        let expected = try JSONDecoder().decode([Document].self, from: Data(Fixtures.bytes(name)))
        let reader = try DocumentReader(inputs: [page.path])
        guard case .documents(let documents, _, _)? = reader.next() else {
            Issue.record("the page gives no documents")
            return
        }
        #expect(reader.next() == nil)
        #expect(documents.count == expected.count)
        for (found, expected) in zip(Self.named(documents), expected) {
            // Byte by byte: for Swift's strings composed and decomposed are the same.
            #expect(try Self.json(found) == Self.json(expected))
        }
        #expect(Set(documents.map(\.id)).count == documents.count)
        #expect(documents.allSatisfy { $0.fingerprint.count == 32 })
    }

    /// Documents with words for ids, without fingerprints.
    private static func named(_ documents: [Document]) -> [Document] {
        var names: [String: String] = [:]
        for (index, document) in documents.enumerated() {
            names[document.id] = index == 0 ? "article" : "teaser \(index)"
        }
        return documents.map { document in
            var document = document
            document.id = names[document.id] ?? document.id
            document.related = document.related.map { names[$0] ?? $0 }
            document.fingerprint = ""
            return document
        }
    }

    private static func json(_ document: Document) throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let text = try String(decoding: encoder.encode(document), as: UTF8.self)
        return text.unicodeScalars.split(separator: "\n").map { line in
            line.map { $0.isASCII ? String($0) : "<\(String($0.value, radix: 16))>" }.joined()
        }
    }
}
