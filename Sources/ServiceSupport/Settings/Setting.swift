public import Protocol

/// One named setting: a timing, a limit or a choice that may be changed by flag, environment variable or file.
///
/// A name is written in kebab case: `drop-after` is the flag `--drop-after`, the environment variable
/// `TIMTIN_DROP_AFTER` and the key `dropAfter` of a configuration file.
public struct Setting<Value: SettingValue>: AnySetting {
    public let name: String
    public let defaultValue: Value
    /// The values allowed; nil allows all.
    public let range: ClosedRange<Value>?
    public let help: String

    /// Creates a setting.
    ///
    /// - Precondition: `defaultValue` lies in `range`.
    public init(_ name: String, default defaultValue: Value, in range: ClosedRange<Value>? = nil, _ help: String) {
        precondition(
            range?.contains(defaultValue) ?? true, "the default of \(name) is out of its range: \(defaultValue)")
        self.name = name
        self.defaultValue = defaultValue
        self.range = range
        self.help = help
    }

    public var allowed: String {
        guard let range else { return Value.settingForm }
        return "\(Value.settingForm), from \(range.lowerBound.settingText) to \(range.upperBound.settingText)"
    }

    public var defaultText: String { defaultValue.settingText }

    public func value(ofText text: String) -> (any SettingValue)? { Value(settingText: text).flatMap(inRange) }

    public func value(ofJSON json: JSONValue) -> (any SettingValue)? { Value(settingJSON: json).flatMap(inRange) }

    private func inRange(_ value: Value) -> Value? { range?.contains(value) ?? true ? value : nil }
}

/// A setting of any type, as tables hold them.
public protocol AnySetting: Sendable {
    /// The name in kebab case.
    var name: String { get }
    /// One sentence without a full stop: what it means.
    var help: String { get }
    /// What values are allowed, in words.
    var allowed: String { get }
    /// The default as text.
    var defaultText: String { get }
    /// The value of a text; nil where it is none or out of range.
    func value(ofText text: String) -> (any SettingValue)?
    /// The value of a JSON value; nil where it is none or out of range.
    func value(ofJSON json: JSONValue) -> (any SettingValue)?
}

extension AnySetting {
    /// The environment variable: `TIMTIN_` and the name in upper case with underscores.
    public var environmentName: String { "TIMTIN_" + name.uppercased().split(separator: "-").joined(separator: "_") }

    /// The key in a configuration file: the name in camel case.
    public var fileKey: String {
        let words = name.split(separator: "-")
        return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
