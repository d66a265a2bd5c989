public import ArgumentParser
import Foundation
public import Logging

/// The options that say what is logged and how.
public struct LoggingOptions: ParsableArguments {
    @Option(
        name: .customLong("log-level"),
        help:
            "trace, debug, info, notice, warning, error or critical (also TIMTIN_LOG_LEVEL; default: info, of an ingest warning)."
    )
    public var level: String?

    @Option(name: .customLong("log-format"), help: "text or json (also TIMTIN_LOG_FORMAT; default: text).")
    public var format: String?

    public init() {}

    /// Makes swift-log write to standard error as the options say, and returns a logger. Call it once, at the start.
    ///
    /// - Parameters:
    ///   - label: Who logs: the command or service.
    ///   - defaultLevel: The level where neither flag nor environment says one.
    /// - Throws: ``ProgramError`` for a level or format that does not exist.
    public func bootstrap(
        label: String, defaultLevel: Logger.Level = .info,
        environment: [String: String] = ProcessEnvironment.current
    ) throws(ProgramError) -> Logger {
        let level = try resolveLevel(environment) ?? defaultLevel
        let format = try resolveFormat(environment) ?? .text
        LoggingSystem.bootstrap { StandardErrorLogHandler(label: $0, format: format, logLevel: level) }
        return Logger(label: label)
    }

    private func resolveLevel(_ environment: [String: String]) throws(ProgramError) -> Logger.Level? {
        guard let text = level ?? environment["TIMTIN_LOG_LEVEL"], !text.isEmpty else { return nil }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("there is no log level \"\(text)\": expected one of \(known)")
        }
        return level
    }

    private func resolveFormat(_ environment: [String: String]) throws(ProgramError) -> LogFormat? {
        guard let text = format ?? environment["TIMTIN_LOG_FORMAT"], !text.isEmpty else { return nil }
        guard let format = LogFormat(rawValue: text.lowercased()) else {
            throw .usage("there is no log format \"\(text)\": expected text or json")
        }
        return format
    }
}
