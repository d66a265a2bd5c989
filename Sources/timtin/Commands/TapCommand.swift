import ArgumentParser
import Messaging
import Protocol
import ServiceSupport

/// `timtin tap`: the cluster's events as they come.
struct TapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap",
        abstract: "Show the cluster's events as they come.",
        discussion: """
            One event a line, until Ctrl-C: generations committed, documents quarantined, members joined and lost. \
            Events are hints: some may be missed, which is said with what the cluster looks like then. A broker that \
            goes is waited for.

            EXAMPLES:
              timtin tap
              timtin tap --topic timtin.member --topic timtin.document
              timtin tap --count 1 --topic timtin.generation && echo something new
              timtin tap --format json | jq -r 'select(.type == "timtin.document.quarantined") | .data.reason'

            In JSON each line is the event as CloudEvents 1.0 has it, or {"type": "timtin.tap.missed", …} for a gap.
            """)

    @OptionGroup var client: ClientOptions

    @Option(
        help: ArgumentHelp("Show only events whose type begins so; may be given more than once.", valueName: "prefix"))
    var topic: [String] = []

    @Option(help: "End after so many events.")
    var count: Int?

    @Option(help: "How an event looks.")
    var format = ShowCommand.Format.text

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count is at least 1") }
        for prefix in topic where !EventType.allCases.contains(where: { $0.rawValue.hasPrefix(prefix) }) {
            let types = EventType.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no event begins with \"\(prefix)\": there are \(types)")
        }
    }

    func run() async throws {
        var shown = 0
        try await client.connected { connection in
            try await EventSubscriber(client: connection.client).run { notice in
                let lines = TapLines(terminal: .output, format: format, endpoint: connection.client.endpoint)
                if case .event(let event) = notice {
                    guard wants(event) else { return true }
                    shown += 1
                }
                let line = try lines.line(for: notice)
                if !line.errors.isEmpty { StandardStream.errors.write(line.errors + "\n") }
                // A reader that has seen enough, as behind `| head`, is no failure.
                if !line.output.isEmpty, !StandardStream.output.write(line.output + "\n") { return false }
                return shown < count ?? .max
            }
        }
    }

    private func wants(_ event: CloudEvent) -> Bool {
        topic.isEmpty || topic.contains { event.type.hasPrefix($0) }
    }
}
