import Testing

@testable import SearchIndex

/// Segments of random documents, some of them deleted or replaced, and the oracle that knows the same.
struct PlanWorld {
    private let folder: TemporaryFolder
    private var settings = IndexSettings()
    private var segments: [SearchSegment] = []
    /// For each document of each segment whether it is live.
    private var sources: [(reader: SegmentReader, live: LiveSet)] = []
    private(set) var oracle = NaiveIndex()
    var documents: RandomDocuments

    init(seed: UInt64, schema: IndexSchema = .news, pairs: PairRule = .all) throws {
        folder = try TemporaryFolder()
        documents = RandomDocuments(seed: seed)
        settings.schema = schema
        settings.pairs = pairs
    }

    /// What searches see.
    func searched() throws -> SearchedSegments {
        SearchedSegments(
            try sources.map { source in
                var lengthSum: UInt64 = 0
                for document in source.live.documents {
                    lengthSum += UInt64(LengthCode.lengths[Int((try? source.reader.norms.byte(Int(document))) ?? 0)])
                }
                let entry = Manifest.Segment(
                    name: source.reader.name, documentCount: source.reader.documentCount,
                    liveCount: source.live.liveCount, liveLengthSum: lengthSum,
                    byteCount: UInt64(source.reader.byteCount), liveSetByteCount: 0)
                return try SearchSegment(
                    reader: source.reader, live: source.live.isFull ? nil : source.live, entry: entry)
            })
    }

    /// Adds a segment of some documents, in place of those of the same numbers.
    mutating func add(_ numbers: [Int], wordCountMax: Int = 30) throws {
        let path = folder.path + "/\(sources.count)"
        var inverter = Inverter(path: path, settings: settings)
        for number in numbers {
            var document = documents.document(number, wordCountMax: wordCountMax)
            if Bool.random(using: &documents.random) {
                document.published = Int64.random(in: -100...2000, using: &documents.random)
            }
            try remove(document.id)
            try inverter.add(document)
            oracle.apply([.put(document)])
        }
        let reader = try SegmentReader(path: path, name: try inverter.finish())
        sources.append((reader, LiveSet(documentCount: reader.documentCount)))
    }

    /// Deletes a document.
    mutating func delete(_ number: Int) throws {
        let id = RandomDocuments.id(number)
        try remove(id)
        oracle.apply([.delete(id: id)])
    }

    private mutating func remove(_ id: [UInt8]) throws {
        for index in sources.indices {
            for document in try sources[index].reader.ids.documents(of: id) {
                _ = sources[index].live.remove(document)
            }
        }
    }

    /// A random query, of all kinds that there are.
    mutating func query(depth: Int = 3) -> Query {
        switch Int.random(in: 0..<16, using: &documents.random) {
        case 0:
            let first = Int64.random(in: -200...2000, using: &documents.random)
            return .published(first...first + Int64.random(in: 0...900, using: &documents.random))
        case 1:
            let field = Bool.random(using: &documents.random) ? nil : Field.body
            let word = RandomDocuments.words.randomElement(using: &documents.random) ?? ""
            return .fuzzy(field, word, maxEdits: Int.random(in: 0...2, using: &documents.random))
        case 2...5 where depth > 0:
            return .boolean(
                must: queries(0...2, depth), should: queries(0...4, depth), mustNot: queries(0...1, depth),
                minimumShouldMatch: Int.random(in: 0...3, using: &documents.random))
        default: return documents.query(depth: depth)
        }
    }

    /// A random query that is a union or a conjunction.
    mutating func plainQuery() -> Query {
        let isUnion = Bool.random(using: &documents.random)
        let required = plainParts(isUnion ? 0...0 : 1...3)
        return .boolean(
            must: required, should: plainParts(isUnion ? 1...6 : 0...2), mustNot: plainParts(0...1),
            minimumShouldMatch: isUnion ? 1 : 0)
    }

    private mutating func plainParts(_ count: ClosedRange<Int>) -> [Query] {
        (0..<Int.random(in: count, using: &documents.random)).map { _ in
            func word() -> String {
                let word = RandomDocuments.words.randomElement(using: &documents.random) ?? ""
                guard case .term(_, let term) = QueryParser().parse(word) else { return "lũ" }
                return term
            }
            switch Int.random(in: 0..<8, using: &documents.random) {
            case 0: return .keyword(.kind, RandomDocuments.keywords.randomElement(using: &documents.random) ?? "")
            case 1: return .phrase(nil, [word(), word()])
            case 2: return .phrase(Bool.random(using: &documents.random) ? .body : nil, [word(), word(), word()])
            default: return .term(nil, word())
            }
        }
    }

    private mutating func queries(_ count: ClosedRange<Int>, _ depth: Int) -> [Query] {
        (0..<Int.random(in: count, using: &documents.random)).map { _ in query(depth: depth - 1) }
    }

    /// Compares answers to a query with the oracle's.
    mutating func compare(_ query: Query, in searched: SearchedSegments) -> Bool {
        do {
            return try answersAgree(query, in: searched)
        } catch {
            Issue.record("\(query): \(error)")
            return false
        }
    }

    private mutating func answersAgree(_ query: Query, in searched: SearchedSegments) throws -> Bool {
        let expected = oracle.search(query)
        let from = Int.random(in: 0...3, using: &documents.random)
        let size = Int.random(in: 0...12, using: &documents.random)
        let prepared = try PreparedQuery(query, searched)
        let answer = try prepared.search(options: SearchOptions(from: from, size: size))
        let page = expected.dropFirst(from).prefix(size)
        let isEqual =
            answer.isTotalExact && answer.total == expected.count && answer.hits.map(\.id) == page.map(\.id)
            && answer.hits.map(\.score) == page.map(\.score)
        #expect(isEqual, "\(query): \(answer) but \(expected.count) \(page)")
        let places = try prepared.addresses(options: SearchOptions(from: from, size: size))
        #expect(places.total == answer.total && places.hits.map(\.address) == answer.hits.map(\.address))
        #expect(places.hits.map(\.score) == answer.hits.map(\.score))
        let upTo = Int.random(in: 0...4, using: &documents.random)
        let best = try prepared.search(options: SearchOptions(from: from, size: size, totalUpTo: upTo))
        #expect(best.hits == answer.hits, "\(query): other hits when \(upTo) are counted")
        #expect(best.isTotalExact ? best.total == expected.count : upTo...expected.count ~= best.total)
        if prepared.plan.shape != .tree {
            var tree = prepared
            tree.isTree = true
            #expect(try tree.search(options: SearchOptions(from: from, size: size)) == answer, "\(query) as a tree")
        }
        return isEqual
    }
}
