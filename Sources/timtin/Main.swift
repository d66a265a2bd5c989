// timtin: the command line for people: starts a cluster on this machine, asks it and shows what it answers.
//
//   Commands/     one file a command: flags, help, what it calls
//   Supervising/  `up`: child processes, when to start them again, when all of them serve
//   Asking/       connections, files of queries, many queries at once
//   Bench/        loads: when requests are sent, what they come to, how that is drawn
//   Output/       answers as text, tables, JSON and TREC lines
//
// It may import Protocol, Messaging, ZeroMQ, TextAnalysis and ServiceSupport, and CTimer. It runs the services as
// processes and never imports one.

import ArgumentParser
import Messaging
import ServiceSupport

/// The program `timtin`.
struct TimtinProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timtin",
        abstract: "Full-text search for Vietnamese news.",
        discussion: """
            EXAMPLES:
              timtin up --data data          run a cluster here until Ctrl-C
              timtin ingest --wait seeds     put documents in, return when found
              timtin search "muong khuong"   accents need not be typed
              timtin status                  members, shards, documents
              timtin tap                     events as they come

            The cluster is looked for at --broker, which may be repeated, else at TIMTIN_BROKER, else at \
            tcp://127.0.0.1:5570.

            EXIT STATUS:
              0 done, 1 the thing asked failed, 2 asked wrongly, 69 nobody there
            """,
        version: VersionCommand.text,
        subcommands: [
            UpCommand.self, IngestCommand.self, SearchCommand.self, ShowCommand.self, DeleteCommand.self,
            StatusCommand.self, HealthCommand.self, TapCommand.self, BenchCommand.self, AnalyzeCommand.self,
            VersionCommand.self, CompletionsCommand.self,
        ])

    /// What the errors of the modules below mean for people.
    static func explain(_ error: any Error) -> ProgramError? {
        guard let error = error as? NoAnswer else { return nil }
        guard error.wasConnected else { return .nobody(at: error.endpoint) }
        return ProgramError(
            .unreachable,
            "\(error.endpoint) was reached but gave no answer within \(HumanText.duration(error.waited))")
    }
}

@main
enum Main {
    static func main() async { await Program.main(TimtinProgram.self, explain: TimtinProgram.explain) }
}
