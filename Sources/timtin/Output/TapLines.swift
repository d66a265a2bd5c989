import Foundation
import Messaging
import Protocol
import ServiceSupport

/// Events and what else a subscriber is told, each as one line.
struct TapLines {
    /// What is printed, and where; an empty text is not.
    struct Line: Equatable {
        var output = ""
        var errors = ""
    }

    var terminal: Terminal
    var format: ShowCommand.Format
    /// Where the broker is.
    var endpoint: String
    var now: @Sendable () -> Date = { Date() }

    func line(for notice: EventNotice) throws -> Line {
        switch (notice, format) {
        case (.event(let event), .json): Line(output: String(decoding: try WireCoder.encode(event), as: UTF8.self))
        case (.event(let event), .text): Line(output: text(of: event))
        case (.missed(let gap, let status), .json):
            Line(output: String(decoding: try WireCoder.encode(MissedLine(gap, status, time: time)), as: UTF8.self))
        case (.missed(let gap, let status), .text):
            Line(output: row(time, "missed", Self.text(of: gap) + "; now: \(Self.text(of: status))", style: .yellow))
        case (.subscribed(let status), .text):
            Line(output: terminal.styled(endpoint, .bold) + "  \(Self.text(of: status))")
        case (.subscribed, .json): Line()
        case (.lost(let reason), _):
            Line(errors: "\(time) lost the broker at \(endpoint) (\(reason)); waiting for it to come back")
        }
    }

    private var time: String { now().formatted(.iso8601) }

    private func text(of event: CloudEvent) -> String {
        let type = EventType(rawValue: event.type)
        let name = event.type.hasPrefix("timtin.") ? String(event.type.dropFirst(7)) : event.type
        let style: Terminal.Style? =
            switch type {
            case .memberLost: .red
            case .memberJoined: .green
            case .documentQuarantined: .yellow
            case .generationCommitted, nil: nil
            }
        return row(String(event.time.prefix(19)) + "Z", name, EventText(event).what, style: style)
    }

    /// `2026-09-05T08:00:00Z  member.joined         worker worker-1`; the columns are as wide as the known events need.
    private func row(_ time: String, _ name: String, _ what: String, style: Terminal.Style?) -> String {
        let padded = name.padding(toLength: max(name.count, 20), withPad: " ", startingAt: 0)
        return "\(terminal.styled(time, .faint))  \(style.map { terminal.styled(padded, $0) } ?? padded)  \(what)"
    }

    static func text(of gap: EventSequence.Gap) -> String {
        guard let count = gap.count else { return "another broker answers, and what came between is not known" }
        return "\(HumanText.count(count, "event")) did not arrive"
    }

    /// The cluster in one line: `2 shards, 12,345 documents, 1 indexer, 2 workers; whole`.
    static func text(of status: ClusterStatus.Result?) -> String {
        guard let status else { return "the broker does not answer" }
        let documents = status.cluster.shards.reduce(0) { $0 + $1.documents }
        var parts = [HumanText.count(status.shards, "shard"), HumanText.count(documents, "document")]
        for role in [MemberRole.indexer, .worker, .ingestor] {
            let count = status.members.count { $0.member.role == role }
            if count > 0 { parts.append(HumanText.count(count, role.rawValue)) }
        }
        let waiting = status.waitingFor.map(StatusText.waiting)
        return parts.joined(separator: ", ")
            + (waiting.isEmpty ? "; whole" : "; waiting for \(waiting.joined(separator: "; "))")
    }
}

/// A gap as a line of JSON.
private struct MissedLine: Encodable {
    struct Gap: Encodable {
        /// Absent where nobody can tell.
        var count: UInt64?
        var after: UInt64
        /// The cluster as it stands now; absent where the broker does not answer.
        var status: ClusterStatus.Result?
    }

    var type = "timtin.tap.missed"
    var time: String
    var data: Gap

    init(_ gap: EventSequence.Gap, _ status: ClusterStatus.Result?, time: String) {
        self.time = time
        data = Gap(count: gap.count, after: gap.after, status: status)
    }
}
