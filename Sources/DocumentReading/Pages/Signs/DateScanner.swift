/// Takes the date and the time out of the words of a line.
struct DateScanner {
    private let words: [Substring]
    private var index = 0
    private(set) var date: PageDate?
    private(set) var rest: [Substring] = []
    private var time: (hour: Int, minute: Int)?
    private var zone: Int?
    private var isDay = false

    init(words: [Substring]) {
        self.words = words.map { Self.bare($0) }
    }

    /// A word without the punctuation around it.
    static func bare(_ word: Substring) -> Substring {
        let around: Set<Character> = [",", ";", "(", ")", "[", "]", ".", "'", ":"]
        return word.drop { around.contains($0) }.dropLast(word.reversed().prefix { around.contains($0) }.count)
    }

    mutating func run() {
        while index < words.count {
            let word = words[index].lowercased()
            if takeFiller() || takeDate() || takeTime(word) || takeZone(word) { continue }
            rest.append(words[index])
            isDay = false
            index += 1
        }
        if let time {
            date?.hour = time.hour
            date?.minute = time.minute
            date?.zone = zone
        }
    }

    private mutating func takeDate() -> Bool {
        guard date == nil else { return false }
        if words[index].contains("T"), takeMachineDate(words[index]) { return true }
        guard let found = DateSigns.date(at: index, in: words, isDay: isDay) else { return false }
        date = found
        let isInWords = Int(words[index]) != nil
        let hasYearWord = isInWords && found.year != nil && Int(words[index + 2]) != nil
        index += isInWords ? (hasYearWord ? 5 : 3) : 1
        return true
    }

    /// `2024-09-05T14:30:00+07:00`, as machines write it.
    private mutating func takeMachineDate(_ word: Substring) -> Bool {
        let parts = word.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let found = PageDate(figures: parts[0], isDay: false), found.day != nil else {
            return false
        }
        date = found
        let clock = parts[1].prefix { $0 != "+" && $0 != "Z" }
        time = Self.time(String(clock))
        if parts[1].hasSuffix("Z") { zone = 0 }
        if let plus = parts[1].firstIndex(of: "+"), let east = Self.time(String(parts[1][plus...].dropFirst())) {
            zone = east.hour * 60 + east.minute
        }
        index += 1
        return true
    }

    private mutating func takeTime(_ word: String) -> Bool {
        guard time == nil else { return false }
        if let found = Self.time(word) {
            time = found
            index += 1
        } else if index + 1 < words.count, words[index + 1].lowercased() == "giờ", let hour = Int(word), hour < 24 {
            let minute = index + 2 < words.count ? Int(words[index + 2]) : nil
            time = (hour, minute ?? 0)
            index += minute == nil ? 2 : 3
            if index < words.count, words[index].lowercased() == "phút" { index += 1 }
        } else {
            return false
        }
        if index < words.count, let found = time, ["am", "pm"].contains(words[index].lowercased()) {
            if words[index].lowercased() == "pm", found.hour < 12 { time = (found.hour + 12, found.minute) }
            index += 1
        }
        return true
    }

    /// `14:30`, `14:30:05`, `14h30`, `14g30`, `14h`.
    static func time(_ word: String) -> (hour: Int, minute: Int)? {
        let parts = word.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "h" || $0 == "g" }
        guard (2...3).contains(parts.count), let hour = Int(parts[0]), (0..<24).contains(hour) else { return nil }
        if parts[1].isEmpty { return parts.count == 2 && !word.hasSuffix(":") ? (hour, 0) : nil }
        guard parts[1].count == 2, let minute = Int(parts[1]), (0..<60).contains(minute) else { return nil }
        return (hour, minute)
    }

    private mutating func takeZone(_ word: String) -> Bool {
        guard word.hasPrefix("gmt") || word.hasPrefix("utc") else { return false }
        zone = Int(word.dropFirst(3)).map { $0 * 60 }
        index += 1
        return true
    }

    /// Words that stand around dates: weekdays, "ngày", "cập nhật", separators.
    private mutating func takeFiller() -> Bool {
        for length in [3, 2, 1] where index + length <= words.count {
            let phrase = words[index..<(index + length)].joined(separator: " ").lowercased()
            guard Self.fillers.contains(phrase) || Self.isWeekday(phrase) else { continue }
            isDay = phrase.hasSuffix("ngày")
            index += length
            return true
        }
        return false
    }

    private static func isWeekday(_ phrase: String) -> Bool {
        let words = phrase.split(separator: " ")
        guard words.count == 2, words[0] == "thứ" else { return false }
        return ["hai", "ba", "tư", "năm", "sáu", "bảy", "2", "3", "4", "5", "6", "7"].contains(words[1])
    }

    private static let fillers: Set<String> = [
        "", "ngày", "lúc", "vào", "vào lúc", "cập nhật", "cập nhật lúc", "cập nhật ngày", "ngày đăng", "đăng ngày",
        "đăng lúc", "xuất bản", "ngày xuất bản", "đã đăng", "thời gian", "chủ nhật", "cn", "sáng", "chiều", "tối",
        "trưa",
        "đêm", "t2", "t3", "t4", "t5", "t6", "t7",
    ]
}
