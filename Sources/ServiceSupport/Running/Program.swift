public import ArgumentParser
import Foundation
import Protocol

/// Runs a program's commands and turns whatever happens into one line and an exit status.
public enum Program {
    /// Parses the process's arguments, runs the command that they name and ends the process.
    ///
    /// Ends with one line where the processor cannot run what the index was built for. Ignores SIGPIPE, so that a closed
    /// pipe is an error of the write and not the end of the process. Flags that are settings of a ``SettingsCommand`` are
    /// understood as `--NAME VALUE` and `--NAME=VALUE`.
    ///
    /// - Parameters:
    ///   - root: The program's root command.
    ///   - explain: Turns errors of modules that this one does not know into a ``ProgramError``; nil leaves the error to
    ///     the rules of ``failure(for:)``.
    public static func main(
        _ root: (some ParsableCommand).Type, explain: (any Error) -> ProgramError? = { _ in nil }
    ) async -> Never {
        if let problem = ProcessorCheck.problem {
            StandardStream.errors.write("error: \(problem)\n")
            finish(.failed)
        }
        signal(SIGPIPE, SIG_IGN)
        let arguments = SettingsFlags(of: root).rewritten(Array(CommandLine.arguments.dropFirst()))
        do {
            try checkCommand(arguments, of: root)
            var command = try root.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            finish(.done)
        } catch {
            let ending = ending(of: error, root: root, explain: explain)
            if !ending.output.isEmpty { StandardStream.output.write(ending.output + "\n") }
            if !ending.errors.isEmpty { StandardStream.errors.write(ending.errors + "\n") }
            finish(ending.status)
        }
    }

    /// Refuses a command that does not exist, which ArgumentParser would call an unexpected argument.
    static func checkCommand(_ arguments: [String], of root: (some ParsableCommand).Type) throws(ProgramError) {
        let names = root.configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases } + ["help"]
        guard let first = arguments.first, !first.hasPrefix("-"), names.count > 1, !names.contains(first),
            root.configuration.defaultSubcommand == nil
        else { return }
        throw .usage(
            "there is no command \"\(first)\": expected one of \(names.joined(separator: ", ")); "
                + "see `\(root._commandName) --help`")
    }

    /// What a program prints and ends with.
    struct Ending: Equatable {
        var output = ""
        var errors = ""
        var status: ExitStatus
    }

    /// The end that an error leads to: help and version go to standard output, anything else is one message on standard
    /// error.
    static func ending(
        of error: any Error, root: (some ParsableCommand).Type, explain: (any Error) -> ProgramError? = { _ in nil }
    ) -> Ending {
        if let error = explain(error) { return Ending(errors: "error: \(error.message)", status: error.status) }
        if let status = error as? ExitCode {
            return Ending(status: ExitStatus(rawValue: status.rawValue) ?? .failed)
        }
        switch root.exitCode(for: error) {
        case .success: return Ending(output: root.fullMessage(for: error), status: .done)
        case .validationFailure: return Ending(errors: usageMessage(root.fullMessage(for: error)), status: .usage)
        default:
            let failure = failure(for: error)
            return Ending(errors: "error: \(failure.message)", status: failure.status)
        }
    }

    /// The one mapping from errors to exit statuses, for the errors that this module knows.
    static func failure(for error: any Error) -> ProgramError {
        switch error {
        case let error as ProgramError: error
        case let error as EndpointError: .usage(error.description)
        case let error as RPCError: .failed(error.description)
        case let error as DecodingError: .failed("the answer cannot be read: \(error)")
        case is CancellationError: .failed("interrupted")
        case let error as CocoaError: .failed(error.localizedDescription)
        default: .failed("\(error)")
        }
    }

    /// ArgumentParser's message as one line: what is wrong, and where to read on. It has the usage below, and a hint last.
    private static func usageMessage(_ message: String) -> String {
        let lines = message.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let first = lines.first, first.hasPrefix("Error: ") else { return message }
        var text = "error: " + first.dropFirst("Error: ".count)
        if text.hasSuffix(".") { text.removeLast() }
        let hint = lines.last { $0.hasPrefix("See '") }?.split(separator: "'").dropFirst().first
        guard let hint else { return text }
        return text + (text.hasSuffix("?") ? " See" : "; see") + " `\(hint)`"
    }

    /// Ends the process after what was printed is written out.
    public static func finish(_ status: ExitStatus) -> Never {
        fflush(nil)
        exit(status.rawValue)
    }
}
