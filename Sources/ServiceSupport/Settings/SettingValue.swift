public import Protocol

/// A type that a setting may have: readable from a flag, an environment variable and a JSON file.
public protocol SettingValue: Sendable, Comparable {
    /// What such a value looks like, for help and errors: `a duration such as 500ms, 2s or 1m`.
    static var settingForm: String { get }
    /// The value of a text, as in a flag or environment variable; nil where it is none.
    init?(settingText: String)
    /// The value of a JSON value, as in a configuration file; nil where it is none.
    init?(settingJSON: JSONValue)
    /// The value as ``init(settingText:)`` reads it.
    var settingText: String { get }
}

extension Int: SettingValue {
    public static var settingForm: String { "a whole number" }
    public init?(settingText: String) { self.init(settingText) }
    public init?(settingJSON: JSONValue) {
        guard case .integer(let value) = settingJSON else { return nil }
        self.init(exactly: value)
    }
    public var settingText: String { String(self) }
}

extension Double: SettingValue {
    public static var settingForm: String { "a number" }
    public init?(settingText: String) {
        guard let value = Double(settingText), value.isFinite else { return nil }
        self = value
    }
    public init?(settingJSON: JSONValue) {
        switch settingJSON {
        case .integer(let value): self.init(value)
        case .number(let value): self.init(value)
        default: return nil
        }
    }
    public var settingText: String { String(self) }
}

extension String: SettingValue {
    public static var settingForm: String { "a text" }
    public init?(settingText: String) { self = settingText }
    public init?(settingJSON: JSONValue) {
        guard case .string(let value) = settingJSON else { return nil }
        self = value
    }
    public var settingText: String { self }
}

extension Duration: SettingValue {
    public static var settingForm: String { "a duration such as 500ms, 2s or 1m" }

    private static let units: [(suffix: String, duration: Duration)] = [
        ("ms", .milliseconds(1)), ("us", .microseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)),
        ("h", .seconds(3600)), ("d", .seconds(86_400)),
    ]

    public init?(settingText: String) {
        guard let unit = Self.units.first(where: { settingText.hasSuffix($0.suffix) }),
            let count = Double(settingText.dropLast(unit.suffix.count)), count.isFinite, count.magnitude < 1e9
        else { return nil }
        self = unit.duration * count
    }

    public init?(settingJSON: JSONValue) {
        guard case .string(let text) = settingJSON else { return nil }
        self.init(settingText: text)
    }

    public var settingText: String {
        for (suffix, unit) in [Self.units[5], Self.units[4], Self.units[3], Self.units[2], Self.units[0]] {
            let count = self / unit
            if count >= 1, count == count.rounded() { return "\(Int(count))\(suffix)" }
        }
        return self == .zero ? "0s" : "\(self / .microseconds(1))us"
    }
}

/// A number of bytes, written as `65536`, `64KiB` or `16MiB`.
public struct ByteCount: SettingValue, Hashable {
    public var bytes: Int

    /// Creates a number of bytes.
    public init(_ bytes: Int) { self.bytes = bytes }

    public static func kibibytes(_ count: Int) -> ByteCount { ByteCount(count << 10) }
    public static func mebibytes(_ count: Int) -> ByteCount { ByteCount(count << 20) }
    public static func gibibytes(_ count: Int) -> ByteCount { ByteCount(count << 30) }

    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    public static var settingForm: String { "a number of bytes such as 65536, 64KiB or 16MiB" }

    private static let units: [(suffix: String, shift: Int)] = [("GiB", 30), ("MiB", 20), ("KiB", 10)]

    public init?(settingText: String) {
        let unit = Self.units.first { settingText.hasSuffix($0.suffix) }
        guard let count = Int(settingText.dropLast(unit?.suffix.count ?? 0)) else { return nil }
        let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: 1 << (unit?.shift ?? 0))
        guard !isTooLarge else { return nil }
        self.init(bytes)
    }

    public init?(settingJSON: JSONValue) {
        switch settingJSON {
        case .integer(let value): self.init(Int(value))
        case .string(let text): self.init(settingText: text)
        default: return nil
        }
    }

    public var settingText: String {
        for (suffix, shift) in Self.units where bytes >= 1 << shift && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(suffix)"
        }
        return String(bytes)
    }
}
