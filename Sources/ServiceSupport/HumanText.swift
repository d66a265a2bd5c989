/// Numbers as people read them, in English and the same on every machine.
public enum HumanText {
    /// `1,234,567`.
    public static func count(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number and what it counts: `1 document`, `2,000 documents`.
    ///
    /// - Parameter plural: the singular and an `s` unless given.
    public static func count(_ value: some BinaryInteger, _ singular: String, plural: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? singular : plural ?? singular + "s")"
    }

    /// `512 B`, `1.4 KiB`, `37 MiB`: two digits or more, at most one behind the point.
    public static func bytes(_ value: UInt64) -> String {
        guard value >= 1024 else { return "\(value) B" }
        var amount = Double(value)
        var units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...]
        var unit = "B"
        while amount >= 1023.5, let next = units.popFirst() {
            amount /= 1024
            unit = next
        }
        return "\(amount < 9.95 ? decimal(amount, digits: 1) : decimal(amount, digits: 0)) \(unit)"
    }

    /// `340 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
    public static func duration(_ value: Duration) -> String {
        let seconds = max(0, value / .seconds(1))
        if seconds < 0.9995 { return "\(decimal(seconds * 1000, digits: 0)) ms" }
        if seconds < 9.95 { return "\(decimal(seconds, digits: 1)) s" }
        let whole = Int(min(seconds.rounded(), 1e12))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return pair(whole / 60, "min", whole % 60, "s")
        case ..<86_400: return pair(whole / 3600, "h", whole % 3600 / 60, "min")
        default: return pair(whole / 86_400, "d", whole % 86_400 / 3600, "h")
        }
    }

    /// A number with a fixed count of digits behind the point, rounded.
    public static func decimal(_ value: Double, digits: Int) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(sign)\(scaled / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
