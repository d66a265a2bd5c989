import DocumentReading
import Protocol
import Testing

/// Whatever the order of a page's lines, each of them is found again in its documents.
@Suite struct NothingLostTests {
    /// Lines of every kind but dates, which become others. `#` is replaced by a number, so that no two are alike.
    private static let kinds = [
        "Tiêu đề bài số #", "Đây là câu số #.", "Cảnh số #. Ảnh: TL", "Ảnh: Số#", "Thu Hà", "Theo Báo Số#",
        "Xem thêm", ">> Mời đọc bài số #", "Lượt xem: #", "© Báo số #", "* Chú thích số #", "Từ khóa: thẻ#",
    ]

    @Test func `no page of up to three lines loses one`() {
        for length in 1...3 {
            for number in 0..<Self.power(Self.kinds.count, length) {
                var rest = number
                let lines = (0..<length).map { place in
                    defer { rest /= Self.kinds.count }
                    return Self.line(rest % Self.kinds.count, place)
                }
                check(lines)
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `no long page loses a line`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 5...30, using: &random)
            check((0..<count).map { Self.line(Int.random(in: Self.kinds.indices, using: &random), $0) })
        }
    }

    private func check(_ lines: [String]) {
        let documents = PageParser.documents(of: lines.joined(separator: "\n"), source: "1.txt")
        let found = documents.map(Self.everything).joined(separator: "\n")
        for line in lines where line != "Xem thêm" {
            // Arrows, bullets and labels are signs, not text.
            let text = ["Từ khóa: ", ">> ", "* "].reduce(line) {
                $0.hasPrefix($1) ? String($0.dropFirst($1.count)) : $0
            }
            #expect(found.contains(text), "\(line) of \(lines) is lost: \(documents)")
        }
    }

    private static func everything(_ document: Document) -> String {
        var texts = [document.title, document.lead, document.byline, document.section]
        texts += document.body + document.captions + document.tags
        if case .array(let lines)? = document.extra["lines"] {
            for case .string(let line) in lines { texts.append(line) }
        }
        return texts.joined(separator: "\n")
    }

    private static func line(_ kind: Int, _ place: Int) -> String {
        kinds[kind].split(separator: "#", omittingEmptySubsequences: false).joined(separator: String(place))
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { power, _ in power * base }
    }
}
