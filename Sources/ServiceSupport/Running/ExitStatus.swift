// ServiceSupport: what every program of Timtin shares: flags, settings, logging, signals, exit codes, the terminal.
//
// It may import Protocol, ArgumentParser, Logging and ServiceLifecycle. It knows no socket and no index.

/// With what a program ends.
public enum ExitStatus: Int32, Sendable {
    /// What was asked is done.
    case done = 0
    /// What was asked failed, or is not so.
    case failed = 1
    /// It was asked wrongly: a flag, a setting or an argument is at fault.
    case usage = 2
    /// Nobody answered where the cluster was looked for.
    case unreachable = 69
}

/// An error that knows its one line for people and the program's exit status.
public struct ProgramError: Error, Hashable, Sendable, CustomStringConvertible {
    public var status: ExitStatus
    /// What failed, on which thing, why and what to do; one line without a full stop.
    public var message: String

    /// Creates an error.
    public init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// An error of what was asked for: ``ExitStatus/failed``.
    public static func failed(_ message: String) -> ProgramError { ProgramError(.failed, message) }

    /// An error of the one who asks: ``ExitStatus/usage``.
    public static func usage(_ message: String) -> ProgramError { ProgramError(.usage, message) }

    /// Nobody answers at `endpoint`: ``ExitStatus/unreachable``.
    public static func nobody(at endpoint: String) -> ProgramError {
        ProgramError(
            .unreachable,
            "nobody answers at \(endpoint): start a cluster with `timtin up --data DIR`, or name its broker with --broker"
        )
    }

    public var description: String { message }
}
