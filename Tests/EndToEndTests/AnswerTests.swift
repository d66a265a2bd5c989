import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// The cluster's answers are those of a naive scan of the same documents.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct Answers {
        @Test func `words, conjunctions and phrases find what a naive scan finds`() async throws {
            let file = Executables.root.appending(path: "Tests/DocumentReadingTests/Fixtures/articles.jsonl")
            let documents = try NaiveScan.documents(of: file)
            let cluster = try await Cluster()
            let ingest = try await cluster.timtin("ingest", "--wait", file.path)
            #expect(ingest.status == 0, "\(ingest.output)")

            let queries = NaiveScan.queries(documents, count: 100, seed: 20_260_905)
            for query in queries {
                let wanted = Set(documents.filter { query.matches($0) }.map(\.id))
                let result = try await cluster.client.call(
                    Search.self, .init(query: query.text, size: 100, snippets: false), deadline: .seconds(30))
                #expect(Set(result.hits.map(\.id)) == wanted, "\(query.text)")
                #expect(result.total == TotalHits(value: wanted.count, relation: .exact), "\(query.text)")
                let count = try await cluster.client.call(Count.self, .init(query: query.text), deadline: .seconds(30))
                #expect(count.count == wanted.count, "\(query.text)")
            }
            print("queries compared with a naive scan: \(queries.count)")
            try await cluster.stop()
        }
    }
}

/// A search by looking at every word of every document, written without any of the project's text handling.
private enum NaiveScan {
    struct Article {
        var id: String
        /// The words of each field, NFC and lower case.
        var fields: [[String]]
    }

    enum Query {
        case any([String])
        case all([String])
        case phrase([String])

        var text: String {
            switch self {
            case .any(let words): words.joined(separator: " ")
            case .all(let words): words.map { "+" + $0 }.joined(separator: " ")
            case .phrase(let words): "\"" + words.joined(separator: " ") + "\""
            }
        }

        func matches(_ article: Article) -> Bool {
            switch self {
            case .any(let words): words.contains { word in article.fields.contains { contains($0, [word]) } }
            case .all(let words): words.allSatisfy { word in article.fields.contains { contains($0, [word]) } }
            case .phrase(let words): article.fields.contains { contains($0, words) }
            }
        }

        /// Whether the words stand side by side, each as typed or written without its marks.
        private func contains(_ text: [String], _ phrase: [String]) -> Bool {
            text.indices.contains { start in
                start + phrase.count <= text.count
                    && zip(text[start...], phrase).allSatisfy { $0 == $1 || $0 == bare($1) }
            }
        }
    }

    static func documents(of file: URL) throws -> [Article] {
        try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map { line in
            let members = try WireCoder.decode([String: JSONValue].self, from: Array(line.utf8))
            let fields = ["title", "lead", "body", "captions"].flatMap { texts(of: members[$0]) }
            guard case .string(let id)? = members["id"] else { throw TestFailure("a line without id: \(line)") }
            return Article(id: id, fields: fields.map(words))
        }
    }

    /// Seeded queries of two words that stand side by side in some article, where accents leave one reading: words
    /// with a mark, and none whose tone has two places.
    static func queries(_ documents: [Article], count: Int, seed: UInt64) -> [Query] {
        var random = SeededGenerator(state: seed)
        var queries: [Query] = []
        while queries.count < count {
            let field = documents.randomElement(using: &random)!.fields.randomElement(using: &random) ?? []
            guard field.count > 2 else { continue }
            let start = Int.random(in: 0..<field.count - 1, using: &random)
            let words = Array(field[start...start + 1])
            guard words.allSatisfy(hasOneReading), words[0] != words[1] else { continue }
            let kinds: [Query] = [.any(words), .all(words), .phrase(words)]
            queries.append(kinds[queries.count % kinds.count])
        }
        return queries
    }

    private static func texts(of value: JSONValue?) -> [String] {
        switch value {
        case .string(let text): text.split(whereSeparator: \.isNewline).map(String.init)
        case .array(let items): items.flatMap { texts(of: $0) }
        default: []
        }
    }

    private static func words(_ text: String) -> [String] {
        // An eth stands for the đ that it looks like.
        text.precomposedStringWithCanonicalMapping.lowercased().replacingOccurrences(of: "ð", with: "đ").split {
            !$0.isLetter && !$0.isNumber
        }.map(String.init)
    }

    private static func hasOneReading(_ word: String) -> Bool {
        let bare = bare(word)
        return bare != word && !["oa", "oe", "uy"].contains { bare.contains($0) }
    }

    private static func bare(_ word: String) -> String {
        word.folding(options: .diacriticInsensitive, locale: nil).replacingOccurrences(of: "đ", with: "d")
    }
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
