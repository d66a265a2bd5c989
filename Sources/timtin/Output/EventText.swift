import Protocol
import ServiceSupport

/// An event in words, on one line.
struct EventText {
    private let event: CloudEvent
    private let data: [String: JSONValue]

    init(_ event: CloudEvent) {
        self.event = event
        if case .object(let members) = event.data { data = members } else { data = [:] }
    }

    /// What happened to whom. Control characters of whoever sent it do not get through.
    var what: String {
        let text =
            switch EventType(rawValue: event.type) {
            case .generationCommitted: generation
            case .documentQuarantined: quarantined
            case .memberJoined, .memberLost: member
            case nil: other
            }
        return Self.printable(text)
    }

    private var generation: String {
        "shard \(integer("shard") ?? 0) at \(text("generation") ?? "?"), "
            + "\(HumanText.count(integer("documents") ?? 0, "document"))  by \(source)"
    }

    private var member: String {
        let role = text("role").map { "\($0) " } ?? ""
        return role + (event.subject ?? source) + (text("reason").map { ": \($0)" } ?? "")
    }

    private var quarantined: String {
        var place = text("file") ?? event.subject ?? source
        if let line = integer("line") {
            place += ", line \(line)"
        } else if let offset = integer("offset"), offset > 0 {
            place += ", byte \(offset)"
        }
        var what = "\(place): \(text("reason") ?? "without a reason")"
        if let more = integer("omitted"), more > 0 { what += " (and \(HumanText.count(more)) more)" }
        return what
    }

    private var other: String {
        let json = (try? WireCoder.encode(event.data)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return [source, event.subject, json].compactMap(\.self).joined(separator: " ")
    }

    private var source: String { event.source.split(separator: "/").last.map(String.init) ?? event.source }

    private func text(_ key: String) -> String? {
        guard case .string(let text)? = data[key] else { return nil }
        return text
    }

    private func integer(_ key: String) -> Int64? {
        guard case .integer(let value)? = data[key] else { return nil }
        return value
    }

    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let steers =
                scalar.properties.generalCategory == .control || scalar == "\u{202E}" || scalar == "\u{202D}"
                || scalar == "\u{2028}" || scalar == "\u{2029}"
            scalars.append(steers ? "\u{FFFD}" : scalar)
        }
        return String(scalars)
    }
}
