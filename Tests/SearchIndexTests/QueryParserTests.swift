import Foundation
import SearchIndex
import TextAnalysis
import Testing

/// A query as a line: `+must optional -not`, in brackets, with the number of optional ones that must match after `~`
/// where there are such; `"a b"` a phrase, `a*` a prefix, `a~1` what is one edit off at most, `kind=a` a keyword.
func line(_ query: Query) -> String {
    func named(_ field: Field?, _ text: String) -> String { (field.map { $0.name + ":" } ?? "") + text }
    switch query {
    case .term(let field, let term): return named(field, term)
    case .phrase(let field, let terms): return named(field, "\"" + terms.joined(separator: " ") + "\"")
    case .prefix(let field, let prefix): return named(field, prefix + "*")
    case .fuzzy(let field, let term, let maxEdits): return named(field, term + "~\(maxEdits)")
    case .keyword(let field, let keyword): return field.name + "=" + keyword
    case .published(let range): return "\(range)"
    case .all: return "ALL"
    case .nothing: return "NOTHING"
    case .boolean(let must, let should, let mustNot, let minimum):
        let clauses = must.map { "+" + line($0) } + should.map(line) + mustNot.map { "-" + line($0) }
        return "[" + clauses.joined(separator: " ") + "]" + (should.isEmpty ? "" : "~\(minimum)")
    }
}

@Suite struct `Query parser` {
    static let examples: [(text: String, query: String)] = [
        // Words and phrases.
        ("mường", "mường"),
        ("Mường KHƯƠNG", "[mường khương]~1"),
        ("muong khuong muong", "[muong khuong muong]~1"),
        ("\"mường khương\"", "\"mường khương\""),
        ("“mường khương” “lũ”", "[\"mường khương\" lũ]~1"),
        ("\"Mường\"", "mường"),
        ("hoà bình", "[hòa bình]~1"),
        // Signs.
        ("+lũ quét", "[+lũ quét]~0"),
        ("lũ -quét", "[lũ -quét]~1"),
        ("+lũ +quét -bão", "[+lũ +quét -bão]"),
        ("+lũ", "lũ"),
        ("-\"lũ quét\" bão", "[bão -\"lũ quét\"]~1"),
        ("-lũ", "[+ALL -lũ]"),
        ("-lũ -quét", "[+ALL -lũ -quét]"),
        ("NOT lũ", "[+ALL -lũ]"),
        // AND binds closer than OR, OR closer than white space.
        ("lũ AND quét", "[+lũ +quét]"),
        ("lũ OR quét", "[lũ quét]~1"),
        ("a OR b AND c", "[a [+b +c]]~1"),
        ("a AND b OR c", "[[+a +b] c]~1"),
        ("a b AND c", "[a [+b +c]]~1"),
        ("+a b OR c", "[+a b c]~0"),
        ("a AND b AND c", "[+a +b +c]"),
        ("a NOT b", "[a -b]~1"),
        ("a AND NOT b", "[+a -b]"),
        ("a AND -b", "[+a -b]"),
        ("NOT a AND NOT b", "[+ALL -a -b]"),
        ("a OR -b", "[a [+ALL -b]]~1"),
        ("a OR +b", "[a b]~1"),
        ("+a AND +b", "[+a +b]"),
        // Parentheses.
        ("(a)", "a"),
        ("(a b)", "[a b]~1"),
        ("a (b c)", "[a b c]~1"),
        ("+(a b) c", "[+[a b]~1 c]~0"),
        ("-(a b) c", "[c -[a b]~1]~1"),
        ("(a OR b) AND (c OR d)", "[+[a b]~1 +[c d]~1]"),
        ("(-a) b", "[[+ALL -a] b]~1"),
        ("f(x)", "[f x]~1"),
        ("()", "NOTHING"),
        ("a () b", "[a b]~1"),
        // Fields.
        ("title:lũ", "title:lũ"),
        ("title:\"lũ quét\"", "title:\"lũ quét\""),
        ("+title:lũ -byline:\"An Bình\"", "[+title:lũ -byline:\"an bình\"]"),
        ("title:(lũ quét)", "[title:lũ title:quét]~1"),
        ("title:(lũ body:quét)", "[title:lũ body:quét]~1"),
        ("kind:article lũ", "[kind=article lũ]~1"),
        ("source:\"Báo Lào Cai\"", "source=Báo Lào Cai"),
        ("source:baolaocai.vn", "source=baolaocai.vn"),
        ("source:bao*", "source:bao*"),
        ("tags:(a b-c)", "[tags=a tags=b-c]~1"),
        ("lead:mườ*", "lead:mườ*"),
        // Prefixes.
        ("mườ*", "mườ*"),
        ("hoà*", "[hoà* hòa*]~1"),
        ("hòa*", "hòa*"),
        ("-mườ* a", "[a -mườ*]~1"),
        ("covid-1*", "[covid 1*]~1"),
        ("+covid-1*", "[+covid +1*]"),
        ("*", "ALL"),
        // Words nearly written so.
        ("mườg~", "mườg~1"), ("Mườg~2", "mườg~2"), ("title:mườg~2", "title:mườg~2"), ("hoà~", "hòa~1"),
        ("title:(lũ mườg~)", "[title:lũ title:mườg~1]~1"), ("-mườg~", "[+ALL -mườg~1]"),
        ("covid-19~", "[covid 19~1]~1"), ("+covid-19~2", "[+covid +19~2]"), ("kind:bao~", "kind=bao~"),
        // A tilde elsewhere is none.
        ("mườg~3", "[mườg 3]~1"), ("mườg~1", "[mườg 1]~1"), ("mườg.~", "mườg"), ("mườg~~", "mườg"), ("~mườg", "mườg"),
        ("~", "NOTHING"), ("~2", "2"), ("\"mườg~\"", "mườg"),
        ("* -a", "[ALL -a]~1"),
        ("a* b", "[a* b]~1"),
        // A word that analysis takes apart.
        ("covid-19", "[covid 19]~1"),
        ("+covid-19", "\"covid 19\""),
        ("title:covid-19", "title:\"covid 19\""),
        ("title:(covid-19)", "[title:covid title:19]~1"),
        ("covid-19 AND lũ", "[+\"covid 19\" +lũ]"),
        ("lũ -covid-19", "[lũ -\"covid 19\"]~1"),
        // What is not well-formed is words.
        ("", "NOTHING"),
        (" .,; – ", "NOTHING"),
        ("\"lũ quét", "[lũ quét]~1"),
        ("\"a b\" \"c d", "[\"a b\" c d]~1"),
        ("\"\" a", "a"),
        ("(a b", "[a b]~1"),
        ("a b)", "[a b]~1"),
        (")a(", "a"),
        ("((a) b", "[a b]~1"),
        ("a AND", "[a and]~1"),
        ("AND a", "[and a]~1"),
        ("OR", "or"),
        ("NOT", "not"),
        ("a OR OR b", "[a or b]~1"),
        ("a AND OR b", "[a and b]~1"),
        ("(a AND) b", "[a and b]~1"),
        ("NOT NOT a", "[not -a]~1"),
        ("NOT -a", "[not -a]~1"),
        ("a and b or c", "[a and b or c]~1"),
        ("title: a", "[title a]~1"),
        ("title:", "title"),
        ("tieude:lũ", "[tieude lũ]~1"),
        ("Title:lũ", "[title lũ]~1"),
        ("10:30", "[10 30]~1"),
        ("title:-a", "[title a]~1"),
        ("http://baolaocai.vn", "[http baolaocai vn]~1"),
        ("+", "NOTHING"),
        ("- a", "a"),
        ("++a", "a"),
        ("--a b", "[a b]~1"),
        ("a-b", "[a b]~1"),
        ("C++", "c"),
        ("a*b", "[a b]~1"),
        ("**", "NOTHING"),
        ("\"a AND (b\" c", "[\"a and b\" c]~1"),
        ("title:\"a", "[title a]~1"),
        ("-(a", "a"),
    ]

    @Test(arguments: examples)
    func `a text becomes this query`(example: (text: String, query: String)) {
        #expect(line(QueryParser().parse(example.text)) == example.query, "\(example.text)")
    }

    @Test(arguments: [
        ("a b", "[+a +b]"), ("a b -c", "[+a +b -c]"), ("a OR b c", "[+[a b]~1 +c]"), ("covid-19", "[+covid +19]"),
        ("title:(a b)", "[+title:a +title:b]"),
    ])
    func `with AND by default all words must match`(example: (text: String, query: String)) {
        #expect(line(QueryParser(defaultOperator: .and).parse(example.text)) == example.query)
    }

    @Test(arguments: [
        ("+a \"b AND\" (title:c -d*", "[a b and title c d]~1"), ("", "NOTHING"), ("“Lũ”", "lũ"), ("?", "NOTHING"),
    ])
    func `plain words know no operators`(example: (text: String, query: String)) {
        #expect(line(QueryParser().plainWords(example.text)) == example.query)
    }

    @Test func `composed and decomposed text make the same bytes`() {
        for text in ["Mường \"hoà bình\" tit* AND +hoà*", "title:Đặng"] {
            let composed = line(QueryParser().parse(text.precomposedStringWithCanonicalMapping))
            let decomposed = line(QueryParser().parse(text.decomposedStringWithCanonicalMapping))
            #expect(Array(composed.utf8) == Array(decomposed.utf8))
        }
    }

    @Test func `deep nesting is flattened and does not exhaust the stack`() {
        for opener in ["(", "-(", "a AND (", "title:(", "NOT ("] {
            for count in [500, 50_000] {
                let text = String(repeating: opener, count: count) + "lũ" + String(repeating: ")", count: count)
                let query = QueryParser().parse(text)
                #expect(depth(of: query) <= 3 * QueryParser.depthMax)
                #expect(count > 500 || line(query).contains("lũ"))
            }
        }
    }

    @Test func `terms beyond the bound are left out`() {
        let words = (0..<5000).map { "w\($0)" }
        for text in [
            words.joined(separator: " "), "\"" + words.joined(separator: " ") + "\"", words.joined(separator: " AND "),
            words.joined(separator: "-"), words.map { "+" + $0 + "*" }.joined(separator: " "),
        ] {
            #expect(termCount(of: QueryParser().parse(text)) == QueryParser.termCountMax)
        }
        #expect(termCount(of: QueryParser().plainWords(words.joined(separator: " "))) == QueryParser.termCountMax)
    }

    @Test func `random text is always answered, within the bounds`() {
        let pieces = [
            "(", ")", "\"", "“", "+", "-", "*", ":", "title:", "kind:", "AND", "OR", "NOT", " ", " ", " ", "lũ", "a",
            "hoà",
            "\u{301}", "\u{200B}", "😀", "covid-19", "\n", "x*",
        ]
        for seed in UInt64(1)...2000 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...60, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let query = QueryParser().parse(text)
            #expect(depth(of: query) <= 3 * QueryParser.depthMax, "seed \(seed): \(text)")
            let hasWord = !Analyzer().tokens(in: text).isEmpty
            #expect((query == .nothing) == !hasWord || text.contains("*"), "seed \(seed): \(text) gave \(line(query))")
        }
    }

    private func depth(of query: Query) -> Int {
        guard case .boolean(let must, let should, let mustNot, _) = query else { return 1 }
        return 1 + ((must + should + mustNot).map(depth).max() ?? 0)
    }

    private func termCount(of query: Query) -> Int {
        switch query {
        case .boolean(let must, let should, let mustNot, _): (must + should + mustNot).map(termCount).reduce(0, +)
        case .phrase(_, let terms): terms.count
        case .published, .all, .nothing: 0
        default: 1
        }
    }
}
