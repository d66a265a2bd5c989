import TextAnalysis
import Testing

/// What people type and what newspapers print. Each line documents a decision: how such text is taken apart.
@Suite struct `Text as it is typed` {
    static let names: [(text: String, tokens: String)] = [
        // đ in either case, and what older encodings left in its place: the Icelandic eth, the African d.
        ("Đà Nẵng, ĐÀ NẴNG, đà nẵng", "đà/da nẵng/nang đà/da nẵng/nang đà/da nẵng/nang"),
        ("Ðà Nẵng, Ɖà Nẵng, ÐND ðường ɖi", "đà/da nẵng/nang đà/da nẵng/nang đnd/dnd đường/duong đi/di"),
        // Names with hyphens are their syllables, as without them.
        ("Đắk-Lắk Đắk Lắk ĐẮK–LẮK Đắk\u{2011}Lắk", "đắk/dak lắk/lak đắk/dak lắk/lak đắk/dak lắk/lak đắk/dak lắk/lak"),
        ("Bà Rịa-Vũng Tàu, Xơ-đăng, K'Ho, Ê-đê", "bà/ba rịa/ria vũng/vung tàu/tau xơ/xo đăng/dang k ho ê/e đê/de"),
        ("Krông Pắc, Y Bhăm Êban", "krông/krong pắc/pac y bhăm/bham êban/eban"),
        // Abbreviations with dots are letters apart, without dots one term.
        ("TP.HCM, TPHCM, Q.1, UBND, ĐBQH", "tp hcm tphcm q 1 ubnd đbqh/dbqh"),
        ("PGS.TS Nguyễn Văn A", "pgs ts nguyễn/nguyen văn/van a"),
    ]

    static let numbers: [(text: String, tokens: String)] = [
        // Signs inside numbers separate: a number with dots is a phrase of its groups.
        ("1.000.000 đồng, 1.000.000đ, 3,5%", "1 000 000 đồng/dong 1 000 000đ/000d 3 5"),
        ("20/11/2023, 20-11, 7h30, 19:30", "20 11 2023 20 11 7h30 19 30"),
        ("QL70, QL 70, km25+300, số 12/NĐ-CP", "ql70 ql 70 km25 300 số/so 12 nđ/nd cp"),
        ("30°C, 100m², 5kg", "30 c 100m²/100m2 5kg"),
        ("0912.345.678 (+84) 24-3825", "0912 345 678 84 24 3825"),
        ("２０２３ ⅠⅤ ٣", "2023 ⅰⅴ/iv ٣"),
    ]

    static let addresses: [(text: String, tokens: String)] = [
        // Addresses are taken apart at every sign, so that their parts are found.
        (
            "https://baolaocai.vn/thoi-su?id=12&p=2#top",
            "https baolaocai vn thoi su id 12 p 2 top"
        ),
        ("nguyen.van_a@gmail.com @user #LàoCai", "nguyen van a gmail com user làocai/laocai"),
        ("C++, C#, .NET, AT&T", "c c net at t"),
    ]

    static let forms: [(text: String, tokens: String)] = [
        // Spaces of every width separate: no-break, narrow no-break, thin, ideographic.
        ("Lào\u{A0}Cai\u{202F}Sa\u{2009}Pa\u{3000}lũ", "lào/lao cai sa pa lũ/lu"),
        // Full-width forms and ligatures are what they stand for.
        ("ＬÀＯ　ＣＡＩ，ｏﬃce ﬂat", "lào/lao cai office flat"),
        ("ｶﾞｽ", "ガス"),
        // Marks that Unicode deprecates, marks typed twice, marks typed before another letter's.
        ("a\u{340} a\u{341} a\u{301}\u{301}", "à/a á/a á\u{301}/a"),
        // Letters of mathematical alphabets, in which some write to stand out, fold to plain ones; circled ones are signs.
        ("𝐇𝐨𝐭 ⓐ", "𝐇𝐨𝐭/hot"),
        // A zero-width space next to a space, as editors leave it, is no word; one inside a word is passed over.
        ("dự kiến \u{200B}\u{200B}sẽ, Muham\u{AD}mad", "dự/du kiến/kien sẽ/se muhammad"),
        ("👨‍👩‍👧 ❤️ lũ👍🏽quét", "lũ/lu quét/quet"),
    ]

    @Test(arguments: names + numbers + addresses + forms)
    func `it becomes these tokens`(example: (text: String, tokens: String)) {
        let found = line(Analyzer().tokens(in: example.text))
        #expect(Array(found.utf8) == Array(example.tokens.utf8), "\(example.text) gave \(found)")
    }
}
