import Protocol

/// An article printed as a page of a news site: captions among its paragraphs, byline, dates, buttons, other articles.
struct MessyPage {
    /// The page.
    private(set) var text = ""
    /// What has to come out of it.
    private(set) var byline = ""
    private(set) var published = ""
    private(set) var section = ""
    private(set) var captions: [String] = []
    private(set) var teasers: [(title: String, lead: String)] = []

    private var lines: [String] = []
    private var others: [Article]
    private var random: SeededGenerator

    /// Prints an article.
    ///
    /// - Parameters:
    ///   - others: articles whose titles and leads are printed as teasers.
    ///   - seed: decides the layout.
    init(_ article: Article, others: [Article], seed: UInt64) {
        random = SeededGenerator(seed: seed)
        self.others = others.shuffled(using: &random)
        let hasBylineAbove = random.oneIn(4)
        addHead()
        lines.append(article.title)
        if random.oneIn(2) { addDate() }
        if hasBylineAbove { addByline() }
        if random.oneIn(3) { lines.append(random.pick(Self.buttons)) }
        lines.append(article.lead)
        addText(article)
        if !hasBylineAbove { addByline() }
        addFoot()
        layOut()
    }

    private mutating func addHead() {
        section = random.pick(["", "Thời sự", "Pháp luật", "Thế giới", "Kinh tế"])
        guard !section.isEmpty else { return }
        lines.append(random.oneIn(2) ? section : "Trang chủ > \(section)")
    }

    private mutating func addDate() {
        let (line, iso) = random.pick(Self.dates)
        lines.append(line)
        published = iso
    }

    private mutating func addByline() {
        byline = random.pick(Self.bylines)
        lines.append(byline)
    }

    /// The paragraphs, with captions, buttons and other titles between them.
    private mutating func addText(_ article: Article) {
        let given = article.captionList.isEmpty ? [random.pick(Self.madeCaptions)] : article.captionList
        captions = given.map { caption in
            caption.contains("Ảnh:") || caption.contains("- Ảnh") ? caption : credited(caption)
        }
        let paragraphs = article.paragraphs
        // Behind the first paragraph at the earliest, before the last at the latest, so that all stand amid the text.
        let places = captions.map { _ in Int.random(in: 1..<paragraphs.count, using: &random) }.sorted()
        let listPlace = random.oneIn(2) ? Int.random(in: 1..<max(2, paragraphs.count - 1), using: &random) : nil
        for (index, paragraph) in paragraphs.enumerated() {
            for (place, caption) in zip(places, captions) where place == index { lines.append(caption) }
            if index == listPlace { addList() }
            lines.append(paragraph)
        }
    }

    private mutating func credited(_ caption: String) -> String {
        if caption.hasSuffix(".") {
            return caption + random.pick([" Ảnh: Thu Hà", " Ảnh: TTXVN.", "    Ảnh TL.", " (Ảnh: Văn Nam)"])
        }
        return caption + random.pick([" - Ảnh: Thu Hà", ". Ảnh: AFP", " (Ảnh: CTV)", " – Ảnh minh họa"])
    }

    /// Titles of other articles amid the text.
    private mutating func addList() {
        if random.oneIn(4) { lines.append("Quảng cáo") }
        guard let first = others.popLast(), let second = others.popLast() else { return }
        if random.oneIn(2) {
            lines.append(random.pick(["Xem thêm: ", ">> ", "Đọc thêm: "]) + first.title)
            teasers.append((first.title, ""))
            others.append(second)
        } else {
            lines += [random.pick(["Xem thêm", "Đọc thêm", "Tin liên quan"]), first.title, second.title]
            teasers += [(first.title, ""), (second.title, "")]
        }
    }

    private mutating func addFoot() {
        lines.append(random.pick(Self.buttons))
        lines.append(
            random.pick([
                "Tin liên quan", "TIN CÙNG CHUYÊN MỤC", "Tin Liên Quan", "Có thể bạn quan tâm", "Bài viết khác:",
            ]))
        let hasLeads = !random.oneIn(4)
        for _ in 0..<Int.random(in: 2...6, using: &random) {
            guard let other = others.popLast() else { break }
            lines.append(other.title)
            if hasLeads { lines.append(other.lead) }
            teasers.append((other.title, hasLeads ? other.lead : ""))
        }
        lines += [random.pick(Self.buttons), "Bản quyền thuộc về Báo Điện tử"]
    }

    private mutating func layOut() {
        let end = random.pick(["\n", "\r\n"])
        let gap = random.oneIn(3) ? end : end + end
        text = lines.map { $0 + random.pick(["", "", " ", "\u{200B}", "\u{A0}"]) }.joined(separator: gap) + end
    }
}

extension MessyPage {
    private static let buttons = [
        "Chia sẻ", "Chia sẻ Facebook Zalo", "In bài | Gửi email", "Bình luận (0)", "Lượt xem: 1.204", "Lưu bài viết",
    ]

    private static let bylines = [
        "Nguyễn Quang", "Thu Hà - Minh Anh", "Bài, ảnh: Hoàng Văn Nam", "Mộc Miên (Tổng hợp)", "H.Y", "Theo TTXVN",
        "TRẦN LỆ HẰNG", "Tác giả: Lê Thị Mai", "PV", "Đức Hùng (Theo CNN)", "Vàng A Páo",
    ]

    private static let dates = [
        ("Thứ Năm, 05/09/2024 | 14:30 GMT+7", "2024-09-05T14:30+07:00"), ("05/09/2024", "2024-09-05"),
        ("Cập nhật lúc 08:05, ngày 5/9/2024", "2024-09-05T08:05"), ("Ngày 5 tháng 9 năm 2024", "2024-09-05"),
        ("5-9-2024 07:00", "2024-09-05T07:00"), ("Ngày 05/9", "--09-05"),
        ("14h30, thứ Năm 5/9/2024", "2024-09-05T14:30"),
    ]

    private static let madeCaptions = [
        "Toàn cảnh buổi lễ", "Người dân theo dõi vụ việc tại hiện trường.",
        "Lực lượng chức năng có mặt ngay trong đêm.",
    ]
}
