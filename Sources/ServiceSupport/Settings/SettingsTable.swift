/// All settings of one program or command, in the order of its help.
public struct SettingsTable: Sendable {
    /// The name of the command's section in a configuration file: `broker`, `indexer`, `worker`, `ingestor`.
    public let section: String
    public let settings: [any AnySetting]

    /// Creates a table.
    ///
    /// - Precondition: No name occurs twice.
    public init(_ section: String, _ settings: [any AnySetting]) {
        let names = settings.map(\.name)
        precondition(Set(names).count == names.count, "a setting occurs twice in \(names)")
        self.section = section
        self.settings = settings
    }

    /// The setting of a name, or nil.
    public subscript(name: String) -> (any AnySetting)? { settings.first { $0.name == name } }

    /// The table as it stands in a command's help.
    public var helpText: String {
        let lines = settings.map { setting in
            "  --\(setting.name) <value>\n      \(setting.help) (\(setting.allowed); default: \(setting.defaultText))."
        }
        return """
            SETTINGS (flag --some-name, else environment TIMTIN_SOME_NAME, else key someName of --config FILE):
            \(lines.joined(separator: "\n"))
            """
    }
}

/// The settings of a table with their values.
public struct SettingValues: Sendable {
    private var values: [String: any SettingValue] = [:]

    /// The value of a setting: as set, else its default.
    public subscript<Value>(setting: Setting<Value>) -> Value {
        values[setting.name] as? Value ?? setting.defaultValue
    }

    /// All defaults.
    public init() {}

    /// Sets a value, as a test or a command does that decides for its children.
    public mutating func set<Value>(_ setting: Setting<Value>, to value: Value) { values[setting.name] = value }

    mutating func set(_ value: any SettingValue, named name: String) { values[name] = value }
}
