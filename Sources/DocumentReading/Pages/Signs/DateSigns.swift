/// Finds dates in lines that hold little else, and at the beginning of sentences.
enum DateSigns {
    /// The date of a line, and the words that do not belong to it; nil when there is none.
    static func scan(_ words: [Substring]) -> (date: PageDate, rest: [Substring])? {
        var scanner = DateScanner(words: words)
        scanner.run()
        return scanner.date.map { ($0, scanner.rest) }
    }

    /// The date with which a text opens: "Ngày 05/9, …", "Sáng nay (5/9/2024), …", "Hà Nội, ngày 5 tháng 9 năm 2024 - …".
    ///
    /// A date further on is one of many that a text may mention, and tells nothing about the text itself.
    static func opening(of sign: String) -> PageDate? {
        let words = sign.prefix(160).split(separator: " ").prefix(14).map { DateScanner.bare($0) }
        let start = DatelineSigns.wordCount(of: sign)
        var isDay = false
        for index in words.indices.dropFirst(start).prefix(7) {
            let word = words[index].lowercased()
            if let date = date(at: index, in: words, isDay: isDay) { return isDay ? date : nil }
            guard openers.contains(word) || word.isEmpty || isTime(word) else { return nil }
            isDay = isDay || dayWords.contains(word)
        }
        return nil
    }

    /// A date in figures or in words ("5 tháng 9 năm 2024") that begins at a word.
    static func date(at index: Int, in words: [Substring], isDay: Bool) -> PageDate? {
        if let date = PageDate(figures: words[index], isDay: isDay) { return date }
        guard index + 2 < words.count, words[index + 1].lowercased() == "tháng", let day = Int(words[index]) else {
            return nil
        }
        if let month = Int(words[index + 2]) {
            let hasYear = index + 4 < words.count && words[index + 3].lowercased() == "năm"
            return PageDate(year: hasYear ? Int(words[index + 4]) : nil, month: month, day: day)
        }
        return PageDate(figures: words[index + 2], isDay: false).flatMap {
            $0.day == nil ? PageDate(year: $0.year, month: $0.month, day: day) : nil
        }
    }

    private static func isTime(_ word: String) -> Bool {
        guard word.first?.isNumber == true else { return false }
        return word.contains("h") || word.contains("g") || word.contains(":")
    }

    private static let dayWords: Set<String> = [
        "ngày", "sáng", "chiều", "tối", "trưa", "đêm", "khuya", "hôm", "nay", "qua", "sớm",
    ]

    private static let openers: Set<String> = dayWords.union([
        "rạng", "vào", "lúc", "trong", "hồi", "khoảng", "giờ", "cuối", "đầu", "mới", "đây", "thứ", "hai", "ba", "tư",
        "năm",
        "sáu", "bảy", "chủ", "nhật", "cùng", "các",
    ])
}
