import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin version`: of this build and of its messages.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: "Processes whose messages have different versions refuse each other.")

    static let text = "timtin \(TimtinVersion.current) (messages \(TimtinVersion.wire))"

    func run() throws { StandardStream.output.write(Self.text + "\n") }
}
