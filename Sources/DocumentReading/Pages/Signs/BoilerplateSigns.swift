/// What a site prints on every page: buttons, counters, the imprint.
enum BoilerplateSigns {
    /// Whether a line is made of buttons and counters alone: "Chia sẻ Facebook Zalo", "In bài | Lượt xem: 120".
    static func isBoilerplate(_ key: String) -> Bool {
        func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar == "+" }
        // Most lines are done with by their first word.
        let first = key.unicodeScalars.drop { !isLetter($0) }.prefix(while: isLetter)
        guard first.isEmpty || firstWords.contains(String(first)) else { return false }
        let words = key.unicodeScalars.split { !isLetter($0) }.map { String($0) }
        guard !words.isEmpty else { return !key.contains { $0.isNumber } }
        var index = 0
        while index < words.count {
            let lengths = (1...min(buttonWordCountMax, words.count - index)).reversed()
            guard
                let length = lengths.first(where: {
                    buttons.contains(words[index..<(index + $0)].joined(separator: " "))
                })
            else { return false }
            index += length
        }
        return true
    }

    /// Whether a line begins as the foot of a page does: with the owner's rights, or a label of the imprint.
    static func isFooter(_ key: String) -> Bool {
        if rights.contains(where: { key.hasPrefix($0) }) { return true }
        guard let colon = key.firstIndex(of: ":") else { return false }
        return imprintLabels.contains(String(key[..<colon]).trimmingSpace)
    }

    private static let buttonWordCountMax = 5

    private static let firstWords = Set(buttons.map { String($0.prefix { $0 != " " }) })

    private static let buttons: Set<String> = [
        "chia se", "chia se bai viet", "chia se facebook", "chia se len facebook", "chia se zalo", "facebook",
        "twitter",
        "zalo", "email", "telegram", "messenger", "linkedin", "pinterest", "youtube", "tiktok", "instagram", "google+",
        "google news", "x", "copy link", "sao chep lien ket", "sao chep link", "link", "share", "tweet", "like",
        "thich",
        "binh luan", "y kien", "y kien ban doc", "y kien cua ban", "gui binh luan", "viet binh luan", "gui y kien",
        "xem tat ca binh luan", "trao doi", "phan hoi", "in", "in bai", "in bai viet", "ban in", "print", "gui email",
        "gui bai viet", "gui cho ban be", "luu", "luu bai", "luu bai viet", "bookmark", "theo doi", "bao loi",
        "theo doi tren google news", "theo doi chung toi", "quan tam", "danh gia", "danh gia bai viet", "luot xem",
        "luot doc", "luot thich", "view", "views", "quang cao", "advertisement", "nghe doc bai", "nghe bai viet",
        "nghe",
        "doc bai", "giong nam", "giong nu", "co chu", "phong to", "thu nho", "a", "aa", "a+", "mac dinh", "quay lai",
        "tro ve", "tro lai", "ve trang chu", "ve dau trang", "len dau trang", "trang chu", "dang nhap", "dang ky",
        "thoat", "tim kiem", "menu", "video", "podcast", "infographic", "trang truoc", "trang sau", "truoc", "sau",
        "hien thi them", "tai them", "xem tat ca", "0 binh luan", "tags", "tu khoa", "thong tin toa soan", "lien he",
        "rss",
    ]

    private static let rights = [
        "ban quyen", "©", "®", "copyright", "giay phep so", "giay phep hoat dong", "giay phep xuat ban", "gp so",
        "co quan chu quan", "co quan ngon luan", "ghi ro nguon", "nghiem cam sao chep", "cam sao chep",
        "phat trien boi",
        "thiet ke boi", "vui long nhap", "ma xac nhan", "theo doi bao ", "lien he quang cao",
    ]

    private static let imprintLabels: Set<String> = [
        "tong bien tap", "pho tong bien tap", "quyen tong bien tap", "chiu trach nhiem", "chiu trach nhiem noi dung",
        "chiu trach nhiem chinh", "toa soan", "tru so", "tru so chinh", "tru so toa soan", "dia chi", "dien thoai",
        "dt",
        "tel", "hotline", "duong day nong", "email", "e-mail", "fax", "website", "giay phep", "ban bien tap",
    ]
}
