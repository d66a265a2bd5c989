import Foundation

/// A process just started, by `posix_spawn`, with a pipe to its standard input and one from all that it writes.
struct SpawnedProcess {
    let processID: Int32
    /// The writing end of its standard input.
    let input: FileHandle
    /// The reading end of its standard output and standard error together.
    let output: FileHandle

    /// Starts a process. No other child inherits its pipes.
    init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
        let (inputReader, inputWriter) = try Self.pipe()
        let (outputReader, outputWriter) = try Self.pipe()
        defer {
            close(inputReader)
            close(outputWriter)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputReader, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, outputWriter, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, outputWriter, STDERR_FILENO)
        // Worker threads block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let argumentList = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argumentList + variables { free(text) } }
        var started: pid_t = 0
        let failure = posix_spawn(&started, path, &actions, &attributes, argumentList, variables)
        input = FileHandle(fileDescriptor: inputWriter, closeOnDealloc: true)
        output = FileHandle(fileDescriptor: outputReader, closeOnDealloc: true)
        guard failure == 0 else {
            throw TestFailure("cannot start \(path): \(String(cString: strerror(failure)))")
        }
        processID = started
    }

    /// Waits, blocking, until a process has ended.
    ///
    /// - Returns: Its exit status; a signal's number plus 128 where one ended it.
    static func wait(for processID: Int32) -> Int32 {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : signal + 128
    }

    private static func pipe() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else {
            throw TestFailure("cannot open a pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
