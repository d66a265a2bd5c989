import Foundation
import TextAnalysis
import Testing

/// Tokens as a line: exact terms, each with `/folded` when that differs.
func line(_ tokens: [Token]) -> String {
    tokens.map { token in
        let term = String(decoding: token.term, as: UTF8.self)
        return token.hasDiacritics ? term + "/" + String(decoding: token.folded, as: UTF8.self) : term
    }.joined(separator: " ")
}

@Suite struct `Analyzer, by example` {
    static let examples: [(text: String, tokens: String)] = [
        ("", ""),
        (" \n\t.,;–…“”", ""),
        // Composed and decomposed, upper and lower case.
        ("Mường Khương", "mường/muong khương/khuong"),
        ("Mu\u{31B}o\u{31B}\u{300}ng Khu\u{31B}o\u{31B}ng", "mường/muong khương/khuong"),
        ("MƯỜNG KHƯƠNG", "mường/muong khương/khuong"),
        ("muong khuong", "muong khuong"),
        ("Việt Nam", "việt/viet nam"),
        (
            "Vie\u{323}\u{302}t Vie\u{302}\u{323}t Vi\u{EA}\u{323}t Vi\u{1EB9}\u{302}t",
            "việt/viet việt/viet việt/viet việt/viet"
        ),
        ("\u{E2}\u{301} a\u{301}\u{302} a\u{302}\u{301} \u{1EA5} \u{1EA4} A\u{301}\u{302}", "ấ/a ấ/a ấ/a ấ/a ấ/a ấ/a"),
        ("\u{1B0}\u{301} u\u{301}\u{31B} u\u{31B}\u{301} a\u{306}\u{323} a\u{323}\u{306}", "ứ/u ứ/u ứ/u ặ/a ặ/a"),
        // đ has no decomposition.
        ("Đặng đường Đ đ", "đặng/dang đường/duong đ/d đ/d"),
        // Where the tone is written.
        ("hòa hoà HÒA HOÀ Ho\u{300}a Hoa\u{300} hoa", "hòa/hoa hòa/hoa hòa/hoa hòa/hoa hòa/hoa hòa/hoa hoa"),
        ("thúy thuý THUÝ khỏe khoẻ ủy uỷ", "thúy/thuy thúy/thuy thúy/thuy khỏe/khoe khỏe/khoe ủy/uy ủy/uy"),
        ("lõa loã họa hoạ tòe toè lũy luỹ", "lõa/loa lõa/loa họa/hoa họa/hoa tòe/toe tòe/toe lũy/luy lũy/luy"),
        (
            "quý quỷ QUÝ quà giá hoàn tuyết hoài khuỷu",
            "quý/quy quỷ/quy quý/quy quà/qua giá/gia hoàn/hoan tuyết/tuyet hoài/hoai khuỷu/khuyu"
        ),
        ("thuở của mùa đốt", "thuở/thuo của/cua mùa/mua đốt/dot"),
        // Syllables, numbers, signs.
        ("COVID-19 và H5N1, 3.500 tỷ (02/9/2023)", "covid 19 và/va h5n1 3 500 tỷ/ty 02 9 2023"),
        ("snake_case a_b", "snake case a b"),
        ("5 m² và ½ ①", "5 m²/m2 và/va ½ ①/1"),
        ("a@b.vn https://baolaocai.vn/x?y=1", "a b vn https baolaocai vn x y 1"),
        // Foreign names.
        (
            "São Tomé, Čapek, Łódź, Þór, Straße, Ærø",
            "são/sao tomé/tome čapek/capek łódź/lodz þór/thor straße/strasse ærø/aero"
        ),
        ("Пётр Ελλάδα 東京都 서울 ไทย", "пётр/петр ελλάδα/ελλαδα 東京都 서울 ไทย"),
        ("İstanbul ISPARTA Jalapeño jalapen\u{303}o", "i̇stanbul/istanbul isparta jalapeño/jalapeno jalapeño/jalapeno"),
        // Full-width forms, ligatures, invisible characters.
        ("ＡＢＣ１２３　ｘ", "abc123 x"),
        ("ﬁn ﬂuﬃ", "fin fluffi"),
        (
            "Mường\u{200B}Khương Hà\u{AD}Nội a\u{2060}b \u{FEFF}x\u{FEFF} y\u{200D}",
            "mườngkhương/muongkhuong hànội/hanoi ab x y"
        ),
        ("1\u{FE0F}\u{20E3} ❤\u{FE0F} \u{301}a", "1\u{20E3}/1 a"),
    ]

    @Test(arguments: examples)
    func `a text becomes these tokens`(example: (text: String, tokens: String)) {
        let found = line(Analyzer().tokens(in: example.text))
        #expect(Array(found.utf8) == Array(example.tokens.utf8), "\(example.text) gave \(found)")
    }

    @Test func `offsets are scalars of the text as given`() {
        let text = "\u{FEFF}Vie\u{323}\u{302}t\u{200B} – Nam\u{AD}\u{301}😀a\u{2060}b."
        let tokens = Analyzer().tokens(in: text)
        #expect(tokens.map { [$0.start, $0.end] } == [[1, 7], [11, 16], [17, 20]])
    }

    @Test func `a beginning of a word keeps its tone where it was typed`() {
        #expect(line(Analyzer(placesTones: false).tokens(in: "hoà Hòa thuy\u{301}")) == "hoà/hoa hòa/hoa thuý/thuy")
    }

    @Test func `letters stay as they are written where that is asked for`() {
        let analyzer = Analyzer(placesTones: false, mendsLetters: false)
        #expect(line(Analyzer().tokens(in: "ðồng Ðộ Ａｂ ﬁn")) == "đồng/dong độ/do ab fin")
        #expect(
            analyzer.tokens(in: "ðồng Ðộ Đường Ａｂ ﬁn").map { String(decoding: $0.term, as: UTF8.self) }
                == ["ðồng", "ðộ", "đường", "ａｂ", "ﬁn"])
    }

    @Test func `a keyword keeps its punctuation`() {
        let keyword = Analyzer.keyword("  Báo   LÀO CAI\u{A0}(điện tử) Hoa\u{300} ")
        #expect(String(decoding: keyword, as: UTF8.self) == "báo lào cai (điện tử) hoà")
        #expect(Analyzer.keyword(" \n").isEmpty)
    }
}
