/// A date as a page gives it. What it does not say is nil and stays so.
struct PageDate: Hashable {
    var year: Int?
    var month: Int
    var day: Int?
    var hour: Int?
    var minute: Int?
    /// Minutes east of Greenwich.
    var zone: Int?

    init?(year: Int? = nil, month: Int, day: Int? = nil) {
        guard (1...12).contains(month), year.map({ (1900...2100).contains($0) }) ?? true else { return nil }
        guard day != nil || year != nil else { return nil }
        if let day {
            let isLeap = year.map { $0 % 4 == 0 && ($0 % 100 != 0 || $0 % 400 == 0) } ?? true
            let counts = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard (1...counts[month - 1]).contains(day) else { return nil }
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// ISO 8601: `2024-09-05T14:30+07:00`, as much of it as is known; `--09-05` without a year, then without a time.
    var iso: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        guard let year else { return "--\(two(month))-\(two(day ?? 1))" }
        guard let day else { return "\(year)-\(two(month))" }
        let date = "\(year)-\(two(month))-\(two(day))"
        guard let hour, let minute else { return date }
        let time = "\(date)T\(two(hour)):\(two(minute))"
        guard let zone else { return time }
        return time + (zone < 0 ? "-" : "+") + two(abs(zone) / 60) + ":" + two(abs(zone) % 60)
    }
}

extension PageDate {
    /// A date in figures: `5/9/2024`, `05-09-2024`, `5.9.2024`, `2024-09-05`, and without a year `5/9` or `5-9`.
    ///
    /// - Parameter isDay: whether a word before says that a day is meant, which alone tells `5-9` from a range.
    init?(figures token: some StringProtocol, isDay: Bool) {
        guard let separator = token.first(where: { "/-.".contains($0) }) else { return nil }
        let parts = token.split(separator: separator, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.allSatisfy(\.isNumber) ? Int(part) : nil }
        guard numbers.count == parts.count, parts.dropFirst().allSatisfy({ $0.count != 3 }) else { return nil }
        switch (numbers.count, parts[0].count, parts[parts.count - 1].count) {
        case (3, 4, 1...2): self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        case (3, 1...2, 4): self.init(year: numbers[2], month: numbers[1], day: numbers[0])
        case (2, 1...2, 1...2) where separator == "/" || (separator == "-" && isDay):
            self.init(month: numbers[1], day: numbers[0])
        case (2, 1...2, 4) where separator != ".": self.init(year: numbers[1], month: numbers[0])
        default: return nil
        }
    }
}
