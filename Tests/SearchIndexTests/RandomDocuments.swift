import SearchIndex

/// Numbers that are random to the eye and the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// Makes documents and queries of few words, so that they meet often.
struct RandomDocuments {
    var random: SeededGenerator
    static let words = [
        "mường", "muong", "mương", "Mường", "khương", "khuong", "lũ", "lu", "quét", "quet", "hoà", "hòa", "hoa", "bình",
        "đường", "duong", "dương", "the", "covid", "19", "2024", "thành", "thanh", "thánh", "phố", "pho", "ở", "o",
        "một", "mot", "xyz", "straße", "naïve", "Ａ", "hai", "ba",
    ]
    static let keywords = ["article", "Teaser", "Báo Lào Cai", "báo  lào cai", "baolaocai.vn", "xã hội", "Xã-Hội"]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// A word; the first of the list are the commonest.
    mutating func word() -> String {
        let limit = Int.random(in: 1...Self.words.count, using: &random)
        return Self.words[Int.random(in: 0..<limit, using: &random)]
    }

    mutating func text(_ wordCountMax: Int) -> String {
        (0..<Int.random(in: 0...wordCountMax, using: &random)).map { _ in word() }.joined(separator: " ")
    }

    mutating func document(_ number: Int, wordCountMax: Int = 30) -> IndexDocument {
        var texts: [(field: Field, texts: [String])] = []
        for field in Field.textFields.shuffled(using: &random) where Bool.random(using: &random) {
            let count = Int.random(in: 1...2, using: &random)
            texts.append((field, (0..<count).map { _ in text(field == .body ? wordCountMax : 6) }))
        }
        let keywords = Field.keywordFields.map { field in
            (
                field: field,
                values: (0..<Int.random(in: 0...2, using: &random)).map { _ in
                    Self.keywords.randomElement(using: &random) ?? ""
                }
            )
        }
        let stored = [UInt8](repeating: UInt8(number % 251), count: Int.random(in: 0...600, using: &random))
        return IndexDocument(
            id: Array("tài-liệu-\(number)".utf8), texts: texts, keywords: keywords,
            stored: Array("\(number) ".utf8) + stored)
    }

    mutating func changes(_ count: Int, of documentCount: Int) -> [IndexChange] {
        (0..<count).map { _ in
            let number = Int.random(in: 0..<documentCount, using: &random)
            return Int.random(in: 0..<4, using: &random) == 0
                ? .delete(id: Array("tài-liệu-\(number)".utf8)) : .put(document(number))
        }
    }

    /// The exact form of a word, as the parser makes it.
    private mutating func term() -> String {
        guard case .term(_, let term) = QueryParser().parse(word()) else { return "lũ" }
        return term
    }

    private mutating func field() -> Field? {
        Bool.random(using: &random) ? nil : Field.textFields.randomElement(using: &random)
    }

    mutating func query(depth: Int = 3) -> Query {
        switch Int.random(in: 0..<(depth > 0 ? 12 : 7), using: &random) {
        case 0, 1, 2: return .term(field(), term())
        case 3: return .phrase(field(), (0..<Int.random(in: 2...3, using: &random)).map { _ in term() })
        case 4: return .prefix(field(), String(term().prefix(Int.random(in: 1...3, using: &random))))
        case 5:
            let keyword = Self.keywords.randomElement(using: &random) ?? ""
            let field = Field.keywordFields.randomElement(using: &random) ?? .kind
            return Bool.random(using: &random) ? .keyword(field, keyword) : .prefix(field, String(keyword.prefix(2)))
        case 6: return Bool.random(using: &random) ? .all : .nothing
        default:
            let should = (0..<Int.random(in: 0...4, using: &random)).map { _ in query(depth: depth - 1) }
            return .boolean(
                must: (0..<Int.random(in: 0...2, using: &random)).map { _ in query(depth: depth - 1) }, should: should,
                mustNot: (0..<Int.random(in: 0...1, using: &random)).map { _ in query(depth: depth - 1) },
                minimumShouldMatch: Int.random(in: 0...min(3, should.count + 1), using: &random))
        }
    }
}
