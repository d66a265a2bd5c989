/// Times of publication as segments have them: whole minutes since 1970.
enum DateFilter {
    /// The minutes of a range of seconds since 1970; nil when no document can be of these.
    static func minutes(_ seconds: ClosedRange<Int64>) -> ClosedRange<UInt32>? {
        let last = Int64(DocumentDates.none) - 1
        let lower = minute(seconds.lowerBound)
        let upper = minute(seconds.upperBound)
        guard upper >= 0, lower <= last else { return nil }
        return UInt32(max(0, lower))...UInt32(min(last, upper))
    }

    private static func minute(_ seconds: Int64) -> Int64 {
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        return rest < 0 ? minutes - 1 : minutes
    }
}
