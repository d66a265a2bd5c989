import ArgumentParser
import ServiceSupport

/// `timtin completions`: the script by which a shell completes commands and flags.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the script by which a shell completes commands and flags.",
        discussion: """
            EXAMPLES:
              source <(timtin completions bash)
              timtin completions zsh > ~/.zfunc/_timtin
              timtin completions fish > ~/.config/fish/completions/timtin.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        StandardStream.output.write(TimtinProgram.completionScript(for: shell.completionShell) + "\n")
    }
}
