/// Reads when a document was published.
enum PublicationTime {
    /// Where a time says no zone it is taken for Vietnam's.
    private static let zoneMinutes = 7 * 60

    /// Seconds since 1970 of an ISO 8601 date, or date and time; nil where it does not say the year, or is none.
    ///
    /// Of what is left out the earliest is taken: `2024-09` is the first of September, a date without a time its midnight.
    static func seconds(_ text: String) -> Int64? {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == "t" || $0 == " " }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(date.count), halves.count == 1 || date.count == 3,
            let year = number(date[0], digits: 4), let month = date.count > 1 ? number(date[1], digits: 2) : 1,
            let day = date.count > 2 ? number(date[2], digits: 2) : 1,
            (1...12).contains(month), (1...dayCount(year: year, month: month)).contains(day)
        else { return nil }
        var seconds = days(year: year, month: month, day: day) * 86_400
        guard halves.count == 2 else { return seconds - Int64(zoneMinutes * 60) }
        guard let (time, zone) = split(halves[1]), let ofDay = secondsOfDay(time) else { return nil }
        seconds += ofDay
        guard let zone else { return seconds - Int64(zoneMinutes * 60) }
        guard let minutes = zoneMinutes(zone) else { return nil }
        return seconds - Int64(minutes * 60)
    }

    /// Splits a time from its zone, which is nil where there is none.
    private static func split(_ text: Substring) -> (time: Substring, zone: Substring?)? {
        guard let place = text.firstIndex(where: { "Zz+-−".contains($0) }) else { return (text, nil) }
        return (text[..<place], text[place...])
    }

    private static func secondsOfDay(_ time: Substring) -> Int64? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0], digits: 2),
            let minute = number(parts[1], digits: 2), hour <= 24, minute < 60
        else { return nil }
        guard parts.count == 3 else { return Int64(hour * 3600 + minute * 60) }
        // Fractions of a second do not count.
        let whole = parts[2].prefix { $0 != "." && $0 != "," }
        guard let second = number(whole, digits: 2), second <= 60 else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    /// Minutes east of Greenwich.
    private static func zoneMinutes(_ zone: Substring) -> Int? {
        if zone == "Z" || zone == "z" { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard digits.count == 2 || digits.count == 4, let hours = number(digits.prefix(2), digits: 2),
            let minutes = digits.count == 4 ? number(digits.dropFirst(2), digits: 2) : 0, hours <= 18, minutes < 60
        else { return nil }
        return (zone.first == "+" ? 1 : -1) * (hours * 60 + minutes)
    }

    private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days from the first of January 1970, in the Gregorian calendar.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        // Years begin in March, so that the leap day is the last.
        let shifted = month > 2 ? year : year - 1
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        // 719,468 days lie between the first of March of year 0 and 1970.
        return Int64(365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468)
    }
}
