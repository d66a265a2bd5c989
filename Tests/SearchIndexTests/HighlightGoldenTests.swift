import Foundation
import SearchIndex
import Testing

/// Snippets as lines: the field, its index, and the text with the highlights in brackets.
private func lines(_ snippets: [HighlightedText]) -> [String] {
    snippets.map { snippet in
        var output = String.UnicodeScalarView()
        let scalars = Array(snippet.text.unicodeScalars)
        for index in 0...scalars.count {
            if snippet.highlights.contains(where: { $0.upperBound == index }) { output.append("]") }
            if snippet.highlights.contains(where: { $0.lowerBound == index }) { output.append("[") }
            if index < scalars.count { output.append(scalars[index]) }
        }
        let start = snippet.start > 0 ? "+\(snippet.start)" : ""
        return "\(snippet.field.name) \(snippet.index)\(start): \(String(output))"
    }
}

private func highlight(
    _ query: String, title: String = "", lead: [String] = [], body: [String] = [], captions: [String] = [],
    options: HighlightOptions = .init()
) -> [String] {
    let texts: [(field: Field, texts: [String])] = [
        (.title, [title]), (.lead, lead), (.body, body), (.captions, captions), (.byline, ["Lê Nam"]),
        (.kind, ["article"]),
    ]
    return lines(Highlighter(query: QueryParser().parse(query), options: options).snippets(in: texts))
}

@Suite struct `Highlighter, by example` {
    static let examples: [(query: String, text: String, highlighted: String)] = [
        // Words with a single space between them are one range.
        ("mường khương", "Mường Khương đón lũ", "[Mường Khương] đón lũ"),
        ("mường khương", "Mường  Khương, Khương\u{A0}Mường", "[Mường]  [Khương], [Khương]\u{A0}[Mường]"),
        // Typed bare: every spelling. Typed with diacritics: that spelling, or bare.
        ("muong", "Mường muong mượng Muông mu", "[Mường muong mượng Muông] mu"),
        ("mường", "Mường muong mượng Muông", "[Mường muong] mượng Muông"),
        ("ma má", "ma mà má", "[ma mà má]"),
        ("đường", "Đường duong dường", "[Đường duong] dường"),
        // Where the tone is written, upper case.
        ("hoà bình", "HÒA BÌNH, hoà bình, hoàn", "[HÒA BÌNH], [hoà bình], hoàn"),
        // Phrases: all of them or nothing, each occurrence.
        ("\"lũ quét\"", "lũ quét, lũ ống, quét lũ quét", "[lũ quét], lũ ống, quét [lũ quét]"),
        ("\"lũ quét\"", "Lu quet và lụ quét", "[Lu quet] và lụ quét"),
        ("\"a b a\"", "a b a b a b", "[a b a b a] b"),
        ("\"lũ quét\" ống", "lũ ống lũ quét", "lũ [ống lũ quét]"),
        ("\"covid 19\"", "COVID-19 và covid", "[COVID]-[19] và covid"),
        // Prefixes, typed with and without diacritics.
        ("mườ*", "Mường mười muong mượn", "[Mường mười muong] mượn"),
        ("muo*", "Mường mười mua", "[Mường mười] mua"),
        ("hoà*", "hoàn hòa hoa hoan hoán", "[hoàn hòa hoa hoan] hoán"),
        // What is taken away, and fields.
        ("lũ -quét", "lũ quét", "[lũ] quét"),
        ("lũ AND NOT (quét OR ống)", "lũ quét ống", "[lũ] quét ống"),
        ("body:lũ title:quét", "lũ quét", "[lũ] quét"),
        ("body:\"lũ quét\" title:\"mường khương\"", "lũ quét mường khương", "[lũ quét] mường khương"),
        ("body:lũ title:lu", "lũ lụ", "[lũ] lụ"),
        ("title:mườ* body:q*", "mường quét", "mường [quét]"),
        ("kind:lũ quét", "lũ quét", "lũ [quét]"),
    ]

    @Test(arguments: examples)
    func `these words are highlighted`(example: (query: String, text: String, highlighted: String)) {
        let found = highlight(example.query, body: [example.text])
        #expect(found.map { Array($0.utf8) } == [Array("body 0: \(example.highlighted)".utf8)], "\(found)")
    }

    @Test func `offsets are scalars of the text as given, composed or not`() {
        let decomposed = "\u{FEFF}Lũ ở Mường\u{200B} Khương 😀 lũ".decomposedStringWithCanonicalMapping
        let snippets = Highlighter(query: QueryParser().parse("\"mường khương\" lu")).snippets(in: [
            (.body, [decomposed])
        ])
        let marked = snippets.map { snippet in
            snippet.highlights.map { range in
                String(String.UnicodeScalarView(Array(decomposed.unicodeScalars)[range]))
                    .precomposedStringWithCanonicalMapping
            }
        }
        #expect(marked == [["Lũ", "Mường", "Khương", "lũ"]])
        #expect(snippets.map(\.start) == [0])
        #expect(snippets.map { $0.highlights.map(\.lowerBound) } == [[1, 9, 19, 30]])
    }

    @Test func `a matching title comes first and whole`() {
        let found = highlight("lũ", title: "Lũ về", lead: ["Sau lũ."], body: ["Không gì.", "Lũ, lu."])
        #expect(found == ["title 0: [Lũ] về", "lead 0: Sau [lũ].", "body 1: [Lũ], [lu]."])
    }

    @Test func `a title that does not match is left to others to show`() {
        #expect(highlight("lũ", title: "Mưa", captions: ["Một", "Lũ"]) == ["captions 1: [Lũ]"])
    }

    @Test func `where nothing matches the beginning is shown`() {
        #expect(
            highlight("kind:article", title: "Lũ", lead: [" ", " Mưa to. "], body: ["Lũ"]) == ["lead 1+1: Mưa to."])
        #expect(highlight("*", body: ["Lũ về"]) == ["body 0: Lũ về"])
        #expect(highlight("*", title: "Lũ", captions: ["Ảnh"]) == [])
        var options = HighlightOptions()
        options.lengthMax = 12
        #expect(highlight("khác", body: ["Mường Khương đón lũ"], options: options) == ["body 0: Mường Khương"])
    }

    @Test func `a byline is shown when it matches`() {
        #expect(highlight("byline:\"lê nam\"", lead: ["Lê Nam"]) == ["byline 0: [Lê Nam]"])
    }

    @Test func `the piece with the most different words wins, then spelling, then place`() {
        var options = HighlightOptions()
        options.lengthMax = 14
        options.snippetCountMax = 1
        let filler = " – xa xa xa xa xa xa – "
        let both = "lũ lũ lũ" + filler + "lũ quét" + filler + "quét lũ"
        #expect(highlight("lũ quét", body: [both], options: options) == ["body 0+29: – [lũ quét] – xa"])
        let spelled = "lu" + filler + "lũ" + filler + "lũ"
        #expect(highlight("lũ", body: [spelled], options: options) == ["body 0+23: – [lũ] – xa xa"])
    }

    @Test func `pieces that show new words come before pieces that repeat`() {
        var options = HighlightOptions()
        options.lengthMax = 10
        options.snippetCountMax = 2
        let filler = " – xa xa xa xa xa xa – "
        let text = "lũ quét" + filler + "quét lũ" + filler + "bão"
        #expect(
            highlight("lũ quét bão", body: [text], options: options) == [
                "body 0: [lũ quét] –", "body 0+55: xa – [bão]",
            ])
    }

    @Test func `a piece is cut between words`() {
        var options = HighlightOptions()
        options.lengthMax = 20
        let text = "Ngày hôm qua nước sông Nậm Thi dâng cao, ngập nhiều nhà"
        #expect(highlight("sông", body: [text], options: options) == ["body 0+13: nước [sông] Nậm Thi"])
        #expect(highlight("ngày", body: [text], options: options) == ["body 0: [Ngày] hôm qua nước"])
        #expect(highlight("nhà", body: [text], options: options) == ["body 0+36: cao, ngập nhiều [nhà]"])
    }

    @Test func `without white space a piece is cut between letters`() {
        var options = HighlightOptions()
        options.lengthMax = 8
        let text = String(repeating: "e\u{301}", count: 5) + "-lũ-" + String(repeating: "e\u{301}", count: 5)
        let found = highlight("lũ", body: [text], options: options)
        #expect(found.map { Array($0.utf8) } == [Array("body 0+10: -[lũ]-e\u{301}e\u{301}".utf8)], "\(found)")
    }

    @Test func `a word or phrase longer than a piece shows its beginning`() {
        var options = HighlightOptions()
        options.lengthMax = 6
        #expect(highlight("abcd*", body: ["x abcdefghij"], options: options) == ["body 0+2: [abcdef]"])
        #expect(
            highlight("\"lũ quét lũ ống\"", body: ["x lũ quét lũ ống"], options: options) == ["body 0+2: [lũ]"])
    }

    @Test func `a long title is cut`() {
        var options = HighlightOptions()
        options.titleLengthMax = 10
        #expect(highlight("lũ", title: "Ngày hôm qua có lũ về", options: options) == ["title 0+13: có [lũ] về"])
    }
}
