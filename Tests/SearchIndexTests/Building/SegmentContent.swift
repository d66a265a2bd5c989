import TextAnalysis

@testable import SearchIndex

/// All that a segment says, in plain values.
struct SegmentContent: Equatable {
    struct Posting: Equatable {
        var document: UInt32
        var frequency: UInt32
        var positions: [UInt32] = []
    }

    struct Document: Equatable {
        var id: [UInt8]
        var norm: UInt8
        var ends: [UInt32]
        var minute: UInt32
        var stored: [UInt8]
    }

    struct Form: Equatable {
        var terms: [[UInt8]]
        var postings: [Posting]
    }

    struct Entry<Content: Equatable>: Equatable {
        var key: [UInt8]
        var content: Content
    }

    var documents: [Document] = []
    var terms: [Entry<[Posting]>] = []
    /// By first term and then by second, with a space between.
    var pairs: [Entry<[Posting]>] = []
    var folded: [Entry<Form>] = []
    var keywords: [Entry<[Posting]>] = []
}

extension SegmentContent {
    /// Reads all of a segment.
    init(_ segment: SegmentReader) throws {
        func postings(_ list: ListRef, hasPositions: Bool = false) throws -> [Posting] {
            var cursor = unsafe ListCursor(list, in: segment.view)
            var postings: [Posting] = []
            while cursor.document != ListCursor.exhausted {
                var posting = Posting(document: cursor.document, frequency: cursor.frequency)
                if hasPositions { cursor.appendPositions(to: &posting.positions) }
                postings.append(posting)
                cursor.next()
            }
            guard !cursor.isDamaged, postings.count == Int(list.documentCount) else { throw segment.damaged(list) }
            return postings
        }
        for number in 0..<segment.documentCount {
            let hasFields = !segment.header.contents.contains(.singleField)
            let ends = hasFields ? try segment.spans.ends(document: number) : InlineArray(repeating: 0)
            documents.append(
                Document(
                    id: try segment.ids.id(number), norm: try segment.norms.byte(Int(number)),
                    ends: hasFields ? ends.indices.map { ends[$0] } : [], minute: try segment.dates.minute(number),
                    stored: try segment.stored(number)))
        }
        var cursor = try segment.terms.cursor()
        while try cursor.next() {
            terms.append(Entry(key: cursor.key, content: try postings(cursor.term.list, hasPositions: true)))
        }
        cursor = try segment.terms.cursor()
        let secondTerms = try segment.pairs.secondTerms()
        while try cursor.next() {
            var pair = try segment.pairs.cursor(cursor.term, secondTerms)
            let start = pairs.count
            var seconds: [UInt32] = []
            while try pair.next() {
                let key = cursor.key + [32] + terms[Int(pair.second)].key
                pairs.append(Entry(key: key, content: try postings(pair.list)))
                seconds.append(pair.second)
            }
            let slice = Array(pairs[start...])
            let order = seconds.indices.sorted { seconds[$0] < seconds[$1] }
            for (place, index) in order.enumerated() { pairs[start + place] = slice[index] }
        }
        var form = try segment.folded.cursor()
        while try form.next() {
            let content = Form(
                terms: form.terms.ordinals.map { terms[Int($0)].key }, postings: try postings(form.terms.merged))
            folded.append(Entry(key: form.key, content: content))
        }
        var keyword = try segment.keywords.cursor()
        while try keyword.next() {
            keywords.append(Entry(key: keyword.key, content: try postings(keyword.term.list)))
        }
    }
}

extension SegmentContent {
    private struct Token {
        var term: [UInt8]
        var folded: [UInt8]
        var position: UInt32
        var weight: UInt32
    }

    /// What a segment of documents has to say: each counted and listed the long way.
    ///
    /// - Parameter documents: In the order of their arrival.
    init(naively documents: [IndexDocument], schema: IndexSchema, hasPairs: Bool = true) {
        let read = documents.map { Self.read($0, schema: schema) }
        let norms = read.map { LengthCode.encode($0.tokens.reduce(0) { $0 + $1.weight }) }
        let order = documents.indices.sorted { (norms[$0], $0) < (norms[$1], $1) }
        var terms: [[UInt8]: [Posting]] = [:]
        var pairs: [[UInt8]: [[UInt8]: [Posting]]] = [:]
        var forms: [[UInt8]: [[UInt8]: [Posting]]] = [:]
        var keywords: [[UInt8]: [Posting]] = [:]
        for (number, arrival) in order.enumerated() {
            let number = UInt32(number)
            let document = documents[arrival]
            self.documents.append(
                Document(
                    id: document.id, norm: norms[arrival], ends: schema == .news ? read[arrival].ends : [],
                    minute: document.published.map { UInt32($0 / 60) } ?? .max, stored: document.stored))
            var ofTerm: [[UInt8]: Posting] = [:]
            var ofPair: [[UInt8]: [[UInt8]: Posting]] = [:]
            let tokens = read[arrival].tokens
            for (index, token) in tokens.enumerated() {
                let empty = Posting(document: number, frequency: 0)
                ofTerm[token.term, default: empty].frequency += token.weight
                ofTerm[token.term, default: empty].positions.append(token.position)
                if hasPairs, index + 1 < tokens.count, tokens[index + 1].position == token.position + 1 {
                    ofPair[token.term, default: [:]][tokens[index + 1].term, default: empty].frequency += token.weight
                }
            }
            for (term, posting) in ofTerm { terms[term, default: []].append(posting) }
            for (first, seconds) in ofPair {
                for (second, posting) in seconds { pairs[first, default: [:]][second, default: []].append(posting) }
            }
            for (field, values) in document.keywords {
                for key in Set(values.map { [field.rawValue] + Analyzer.keyword($0) }) where key.count > 1 {
                    keywords[key, default: []].append(Posting(document: number, frequency: 1))
                }
            }
        }
        if schema == .news {
            for token in read.flatMap(\.tokens) where token.folded != token.term {
                forms[token.folded, default: [:]][token.term] = terms[token.term]
            }
        }
        self.terms = Self.sorted(terms)
        for entry in Self.sorted(pairs) {
            for pair in Self.sorted(entry.content) {
                self.pairs.append(Entry(key: entry.key + [32] + pair.key, content: pair.content))
            }
        }
        folded = Self.sorted(
            forms.mapValues { spellings in
                var largest: [UInt32: UInt32] = [:]
                for posting in spellings.values.joined() {
                    largest[posting.document] = max(largest[posting.document] ?? 0, posting.frequency)
                }
                return Form(
                    terms: spellings.keys.sorted { $0.lexicographicallyPrecedes($1) },
                    postings: largest.sorted { $0.key < $1.key }.map { Posting(document: $0.key, frequency: $0.value) })
            })
        self.keywords = Self.sorted(keywords)
    }

    private static func sorted<Content>(_ entries: [[UInt8]: Content]) -> [Entry<Content>] {
        entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { Entry(key: $0.key, content: $0.value) }
    }

    private static func read(_ document: IndexDocument, schema: IndexSchema) -> (tokens: [Token], ends: [UInt32]) {
        let weights: [UInt32] = schema == .news ? [5, 2, 1, 1, 1] : [1, 1, 1, 1, 1]
        let analyzer = schema.analyzer
        var tokens: [Token] = []
        var ends: [UInt32] = []
        var position: UInt32 = 0
        for (field, weight) in zip(Field.textFields, weights) {
            for text in document.texts.filter({ $0.field == field }).flatMap(\.texts) {
                let found = analyzer.tokens(in: text)
                for token in found {
                    tokens.append(
                        Token(term: token.term, folded: token.folded, position: position, weight: weight))
                    position += 1
                }
                if schema == .news, !found.isEmpty { position += 1 }
            }
            ends.append(position)
        }
        return (tokens, ends)
    }
}
