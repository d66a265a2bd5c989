import Foundation
import Glibc
import ServiceSupport

/// A child process: in a process group of its own, so that Ctrl-C reaches this process alone; with a pipe as standard
/// input, whose end tells it that this process is gone, however it went.
final class ChildProcess: Sendable {
    let processID: pid_t
    private let input: FileHandle

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - line: Takes each line that the program writes, on a thread of the child's own.
    ///   - ended: Takes the child's end, on that thread, after its last line.
    /// - Throws: ``ProgramError`` when the system starts no process.
    init(
        path: String, arguments: [String], line: @escaping @Sendable (String) -> Void,
        ended: @escaping @Sendable (Supervisor.Ending) -> Void
    ) throws(ProgramError) {
        Self.keepDescriptorsToOurselves()
        let inputPipe = try Self.pipe()
        let outputPipe = try Self.pipe()
        let (status, processID) = Self.spawn(
            path, arguments, input: inputPipe.read, output: outputPipe.write)
        close(inputPipe.read)
        close(outputPipe.write)
        guard status == 0 else {
            close(inputPipe.write)
            close(outputPipe.read)
            throw .failed("cannot start \(path): \(String(cString: strerror(status)))")
        }
        self.processID = processID
        input = FileHandle(fileDescriptor: inputPipe.write, closeOnDealloc: true)
        let thread = Thread {
            Self.readLines(outputPipe.read, line)
            close(outputPipe.read)
            ended(Self.wait(processID))
        }
        thread.name = "timtin.child"
        thread.start()
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(processID, number) }

    private static func spawn(
        _ path: String, _ arguments: [String], input: Int32, output: Int32
    ) -> (status: Int32, processID: pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores or blocks, its child must not inherit.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        let environment = ProcessEnvironment.current.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + environment { free(pointer) } }
        var processID = pid_t()
        let status = posix_spawn(&processID, path, &actions, &attributes, argv, environment)
        return (status, processID)
    }

    /// Whatever is open here, what was inherited from whoever started this process too, is not for a child: it would hold
    /// the other end open after we are gone.
    private static func keepDescriptorsToOurselves() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            guard let descriptor = Int32(name), descriptor > STDERR_FILENO else { continue }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    private static func pipe() throws(ProgramError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw .failed("the system gives no pipe: \(String(cString: strerror(errno)))")
        }
        // Close-on-exec: a child that held another's pipe open would keep it from noticing our end. Children are started
        // one after the other, so that none can come between.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func readLines(_ descriptor: Int32, _ line: (String) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var rest: [UInt8] = []
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { line(String(decoding: rest, as: UTF8.self)) }
    }

    private static func wait(_ processID: pid_t) -> Supervisor.Ending {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}
