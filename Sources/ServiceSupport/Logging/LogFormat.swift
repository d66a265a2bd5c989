import Foundation
import Logging
import Protocol

/// How log lines look.
public enum LogFormat: String, Sendable, CaseIterable {
    /// `2026-11-24T22:44:37.123Z info broker: member joined member=indexer-0`
    case text
    /// One JSON object a line.
    case json
}

/// A log line before it is written.
struct LogLine {
    var time: Date
    var level: Logger.Level
    var label: String
    var message: String
    var metadata: Logger.Metadata

    func formatted(_ format: LogFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    private var timeText: String { time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

    private var text: String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }
        return "\(timeText) \(level.rawValue) \(label): \(Self.oneLine(message))\(pairs.joined())\n"
    }

    private var json: String {
        var object = Dictionary(
            metadata.map { ($0.key, JSONValue.string("\($0.value)")) }, uniquingKeysWith: { first, _ in first })
        object["time"] = .string(timeText)
        object["level"] = .string(level.rawValue)
        object["label"] = .string(label)
        object["message"] = .string(message)
        let bytes = (try? WireCoder.encode(object)) ?? []
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    /// A value that has blanks, quotes or line ends stands in quotes, so that a line can be taken apart again.
    private static func quoted(_ value: String) -> String {
        let needsQuotes = value.isEmpty || value.unicodeScalars.contains { $0 <= " " || $0 == "\"" || $0 == "=" }
        guard needsQuotes else { return value }
        return "\"" + oneLine(value.replacingOccurrences(of: "\"", with: "\\\"")) + "\""
    }

    private static func oneLine(_ text: String) -> String {
        text.replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\r", with: "\\r")
    }
}

/// A swift-log handler that writes whole lines to standard error.
struct StandardErrorLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let line = LogLine(
            time: Date(), level: event.level, label: label, message: "\(event.message)", metadata: merged)
        StandardStream.errors.write(line.formatted(format))
    }
}
