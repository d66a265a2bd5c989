public import ArgumentParser
import Foundation

/// The options by which a command takes its settings; see ``SettingsCommand``.
public struct SettingsOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "A JSON file of settings (also TIMTIN_CONFIG).")
    public var configurationFile: String?

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("A setting as NAME=VALUE; --NAME VALUE means the same.", visibility: .hidden))
    public var assignments: [String] = []

    public init() {}

    /// The values of the table's settings: flag before environment before file before default.
    ///
    /// - Throws: ``ProgramError`` that names place, setting and what is allowed.
    public func resolve(
        _ table: SettingsTable, environment: [String: String] = ProcessEnvironment.current
    ) throws(ProgramError) -> SettingValues {
        var file: (String, [UInt8])?
        if let name = configurationFile ?? environment["TIMTIN_CONFIG"], !name.isEmpty {
            guard let content = FileManager.default.contents(atPath: name) else {
                throw .usage("the configuration file \(name) cannot be read: is it there, and may you read it?")
            }
            file = (name, [UInt8](content))
        }
        return try SettingsResolver(table: table, assignments: assignments, environment: environment, file: file)
            .resolve()
    }
}

/// A command with a table of settings, whose names ``Program/main(_:explain:)`` understands as flags.
public protocol SettingsCommand: ParsableCommand {
    static var settingsTable: SettingsTable { get }
}

/// Rewrites flags that are settings, `--NAME VALUE` and `--NAME=VALUE`, into `--set NAME=VALUE`.
///
/// ArgumentParser wants each option declared as a property; a table declares a setting once for flag, environment, file
/// and help.
struct SettingsFlags {
    var names: Set<String>

    /// The settings of a command and all its subcommands.
    init(of root: any ParsableCommand.Type) {
        names = []
        var commands: [any ParsableCommand.Type] = [root]
        while let command = commands.popLast() {
            commands += command.configuration.subcommands
            guard let command = command as? any SettingsCommand.Type else { continue }
            names.formUnion(command.settingsTable.settings.map(\.name))
        }
    }

    /// The arguments with every flag that is a setting rewritten. What stands behind `--` stays as it is.
    func rewritten(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument != "--" else { return result + [argument] + rest }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard argument.hasPrefix("--"), names.contains(String(parts[0].dropFirst(2))) else {
                result.append(argument)
                continue
            }
            let name = parts[0].dropFirst(2)
            if parts.count == 2 {
                result += ["--set", "\(name)=\(parts[1])"]
            } else if let value = rest.popFirst() {
                result += ["--set", "\(name)=\(value)"]
            } else {
                result += ["--set", String(name)]
            }
        }
        return result
    }
}
