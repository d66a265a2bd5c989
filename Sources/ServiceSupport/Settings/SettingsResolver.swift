import Protocol

/// Finds the values of a table's settings: flag before environment before file before default.
struct SettingsResolver {
    var table: SettingsTable
    /// `NAME=VALUE` of the command line, in order; the last of a name counts.
    var assignments: [String]
    var environment: [String: String]
    /// The configuration file's name and content, where there is one.
    var file: (name: String, content: [UInt8])?

    /// Sections that a file may hold for other commands.
    static let sections: Set<String> = ["broker", "indexer", "worker", "ingestor", "up", "client"]

    /// - Throws: ``ProgramError`` of status ``ExitStatus/usage`` that names the place, the setting and what is allowed.
    func resolve() throws(ProgramError) -> SettingValues {
        var values = SettingValues()
        if let file { try apply(file: file.name, content: file.content, to: &values) }
        for setting in table.settings {
            guard let text = environment[setting.environmentName], !text.isEmpty else { continue }
            try set(setting, setting.value(ofText: text), to: &values) {
                "environment variable \(setting.environmentName): \"\(text)\""
            }
        }
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .usage("--set \"\(assignment)\" has no value: write --set NAME=VALUE") }
            guard let setting = table[String(parts[0])] else {
                throw .usage("there is no setting \"\(parts[0])\" here: --help lists them")
            }
            try set(setting, setting.value(ofText: String(parts[1])), to: &values) {
                "--\(setting.name) \"\(parts[1])\""
            }
        }
        return values
    }

    private func set(
        _ setting: any AnySetting, _ value: (any SettingValue)?, to values: inout SettingValues, place: () -> String
    ) throws(ProgramError) {
        guard let value else { throw .usage("\(place()) is not allowed: expected \(setting.allowed)") }
        values.set(value, named: setting.name)
    }

    private func apply(file: String, content: [UInt8], to values: inout SettingValues) throws(ProgramError) {
        let root: [String: JSONValue]
        do {
            root = try WireCoder.decode([String: JSONValue].self, from: content)
        } catch {
            throw .usage("\(file) is no JSON object: \(error)")
        }
        var own = root
        for section in Self.sections {
            guard let value = own.removeValue(forKey: section) else { continue }
            guard case .object(let members) = value else {
                throw .usage("\(file), section \(section): expected an object of settings")
            }
            if section == table.section { own.merge(members) { _, inner in inner } }
        }
        let settings = Dictionary(uniqueKeysWithValues: table.settings.map { ($0.fileKey, $0) })
        for (key, json) in own.sorted(by: { $0.key < $1.key }) {
            guard let setting = settings[key] else {
                throw .usage(
                    "\(file), key \(key): there is no such setting; known are \(settings.keys.sorted().joined(separator: ", "))"
                )
            }
            try set(setting, setting.value(ofJSON: json), to: &values) { "\(file), key \(key): the value" }
        }
    }
}
