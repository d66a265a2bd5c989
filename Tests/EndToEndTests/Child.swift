import Foundation
import Synchronization

/// A process that a test started, with its output collected. Killed with `kill -9` when the test lets go of it.
final class Child: Sendable {
    private struct State {
        var output: [UInt8] = []
        var openPipes = 2
        var status: Int32?
        var waiters: [UUID: Waiter] = [:]

        /// The exit status once all output has arrived too.
        var visibleStatus: Int32? { openPipes == 0 ? status : nil }
    }

    private struct Waiter {
        var isReached: @Sendable (String, Int32?) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    let name: String
    let processID: Int32
    private let process: Process
    private let input: Pipe
    private let state = Mutex(State())

    /// Starts an executable of the project with the given arguments; standard input stays open until ``closeInput()``.
    init(_ executable: String, _ arguments: [String], environment: [String: String] = [:], folder: URL? = nil) throws {
        let process = Process()
        process.executableURL = Executables.url(of: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        let output = Pipe()
        let errors = Pipe()
        let input = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = input
        try process.run()
        self.process = process
        self.input = input
        name = ([executable] + arguments).joined(separator: " ")
        processID = process.processIdentifier
        for pipe in [output, errors] {
            pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
                let data = handle.availableData
                if data.isEmpty { handle.readabilityHandler = nil }
                self?.received(data)
            }
        }
        process.terminationHandler = { [weak self] in self?.ended($0) }
    }

    deinit {
        if process.isRunning { kill(processID, SIGKILL) }
    }

    /// All that it has written to standard output and standard error, in the order of arrival.
    var output: String { state.withLock { String(decoding: $0.output, as: UTF8.self) } }

    var isRunning: Bool { state.withLock { $0.status == nil } }

    /// Sends a signal.
    func signal(_ signal: Int32) { kill(processID, signal) }

    /// Ends its standard input.
    func closeInput() { try? input.fileHandleForWriting.close() }

    /// Writes to its standard input and ends that.
    func write(_ text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        closeInput()
    }

    /// Waits until its output holds a text.
    ///
    /// - Throws: ``TestFailure`` with all that it wrote, when it ends or the deadline passes first.
    func waitForOutput(_ text: String, within deadline: Duration = .seconds(60)) async throws {
        let found = await wait(within: deadline) { output, status in output.contains(text) || status != nil }
        guard found, output.contains(text) else {
            throw TestFailure("\(name) did not write \"\(text)\" within \(deadline); it wrote:\n\(output)")
        }
    }

    /// Waits until it has ended and its output is complete.
    ///
    /// - Returns: Its exit status; a signal's number plus 128 where one ended it.
    func exitStatus(within deadline: Duration = .seconds(60)) async throws -> Int32 {
        let ended = await wait(within: deadline) { _, status in status != nil }
        guard ended, let status = state.withLock({ $0.status }) else {
            throw TestFailure("\(name) did not end within \(deadline); it wrote:\n\(output)")
        }
        return status
    }

    private func wait(
        within deadline: Duration, until isReached: @escaping @Sendable (String, Int32?) -> Bool
    ) async -> Bool {
        let id = UUID()
        let timer = Task { [weak self] in
            try await Task.sleep(for: deadline)
            self?.state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            state.withLock { state in
                if isReached(String(decoding: state.output, as: UTF8.self), state.visibleStatus) {
                    continuation.resume(returning: true)
                } else {
                    state.waiters[id] = Waiter(isReached: isReached, continuation: continuation)
                }
            }
        }
    }

    private func received(_ data: Data) {
        update { state in
            if data.isEmpty { state.openPipes -= 1 } else { state.output.append(contentsOf: data) }
        }
    }

    private func ended(_ process: Process) {
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        update { $0.status = status }
    }

    private func update(_ change: (inout State) -> Void) {
        let reached = state.withLock { state in
            change(&state)
            let output = String(decoding: state.output, as: UTF8.self)
            let status = state.visibleStatus
            let reached = state.waiters.filter { $0.value.isReached(output, status) }
            for id in reached.keys { state.waiters.removeValue(forKey: id) }
            return reached.values.map(\.continuation)
        }
        for continuation in reached { continuation.resume(returning: true) }
    }
}

extension Child {
    /// Runs an executable to its end.
    static func run(
        _ executable: String, _ arguments: [String], input: String? = nil, within deadline: Duration = .seconds(120)
    ) async throws -> (status: Int32, output: String) {
        let child = try Child(executable, arguments)
        if let input { try child.write(input) } else { child.closeInput() }
        let status = try await child.exitStatus(within: deadline)
        return (status, child.output)
    }
}

/// A test's expectation that cannot go on.
struct TestFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
