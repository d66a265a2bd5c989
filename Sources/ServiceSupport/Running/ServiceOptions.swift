public import ArgumentParser
import Foundation
public import Logging

/// The options of every long-running process: settings, logging, name, parent.
///
/// A service's command looks like this:
/// ```swift
/// enum ExampleSettings {
///     static let heartbeatInterval = Setting<Duration>(
///         "heartbeat-interval", default: .seconds(1), in: .milliseconds(10) ... .seconds(60),
///         "How often a heartbeat is sent")
///     static let table = SettingsTable("indexer", [heartbeatInterval, ServiceSettings.gracePeriod])
/// }
///
/// struct Example: AsyncParsableCommand, SettingsCommand {
///     static let settingsTable = ExampleSettings.table
///     static let configuration = CommandConfiguration(discussion: settingsTable.helpText)
///     @OptionGroup var service: ServiceOptions
///     @OptionGroup var broker: BrokerOptions
///
///     func run() async throws {
///         let context = try service.start(label: "example", table: Self.settingsTable)
///         let interval = context.settings[ExampleSettings.heartbeatInterval]
///         try await runService([ExampleService(broker.endpoints(), interval, context.logger)], context: context)
///     }
/// }
///
/// @main enum Main { static func main() async { await Program.main(Example.self) } }
/// ```
public struct ServiceOptions: ParsableArguments {
    @OptionGroup public var settings: SettingsOptions
    @OptionGroup public var logging: LoggingOptions

    @Option(help: "The member's name, the same after a restart (also TIMTIN_NAME; default: ROLE-HOST).")
    public var name: String?

    @Flag(
        name: .customLong("exit-with-parent"),
        help: ArgumentHelp("Stop when standard input reaches its end.", visibility: .hidden))
    public var exitsWithParent = false

    public init() {}

    /// Starts logging and finds the settings' values. Call it once, first thing in the command's `run`.
    ///
    /// - Parameters:
    ///   - label: Who logs, such as `broker`.
    ///   - table: The command's settings.
    /// - Throws: ``ProgramError`` for a setting or option that is not allowed.
    public func start(label: String, table: SettingsTable) throws(ProgramError) -> ServiceContext {
        let values = try settings.resolve(table)
        let environment = ProcessEnvironment.current
        let name = name ?? environment["TIMTIN_NAME"].flatMap { $0.isEmpty ? nil : $0 }
        return ServiceContext(
            name: name, settings: values, logger: try logging.bootstrap(label: label), exitsWithParent: exitsWithParent)
    }
}

/// What a service starts with.
public struct ServiceContext: Sendable {
    /// The member's name where one was given.
    public var name: String?
    public var settings: SettingValues
    public var logger: Logger
    /// Whether the process stops at the end of its standard input.
    public var exitsWithParent: Bool

    /// Creates a context, as tests do.
    public init(
        name: String? = nil, settings: SettingValues = SettingValues(), logger: Logger, exitsWithParent: Bool = false
    ) {
        self.name = name
        self.settings = settings
        self.logger = logger
        self.exitsWithParent = exitsWithParent
    }
}

/// Settings that every service has; put them into its table.
public enum ServiceSettings {
    /// How long a stopping service may take.
    public static let gracePeriod = Setting<Duration>(
        "grace-period", default: .seconds(8), in: .milliseconds(100) ... .seconds(600),
        "How long a stopping process may take to finish what it has begun before it ends all the same")
}
