import Foundation
import Synchronization

/// A process that a test started, with its output collected. Killed with `kill -9` when the test lets go of it.
///
/// A thread of its own reads what the process writes, to the end, and then waits for its exit status.
final class Child: Sendable {
    private struct State {
        var output: [UInt8] = []
        var status: Int32?
        var waiters: [UUID: Waiter] = [:]
    }

    private struct Waiter {
        var isReached: @Sendable (String, Int32?) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    let name: String
    let processID: Int32
    private let input: Mutex<FileHandle?>
    private let state = Mutex(State())

    /// Starts an executable of the project with the given arguments; standard input stays open until ``closeInput()``.
    init(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        name = ([executable] + arguments).joined(separator: " ")
        let spawned = try SpawnedProcess(
            Executables.url(of: executable).path, arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
        processID = spawned.processID
        input = Mutex(spawned.input)
        let output = spawned.output
        Thread { [weak self, processID] in
            while true {
                // What there is, not as much as asked for.
                let data = output.availableData
                if data.isEmpty { break }
                self?.received(data)
            }
            let status = SpawnedProcess.wait(for: processID)
            self?.update { $0.status = status }
        }.start()
    }

    deinit {
        if isRunning { kill(processID, SIGKILL) }
    }

    /// All that it has written to standard output and standard error, in the order of arrival.
    var output: String { state.withLock { String(decoding: $0.output, as: UTF8.self) } }

    var isRunning: Bool { state.withLock { $0.status == nil } }

    /// Sends a signal.
    func signal(_ signal: Int32) { kill(processID, signal) }

    /// Ends its standard input.
    func closeInput() {
        input.withLock { input in
            try? input?.close()
            input = nil
        }
    }

    /// Writes to its standard input and ends that.
    func write(_ text: String) throws {
        try input.withLock { try $0?.write(contentsOf: Data(text.utf8)) }
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
                if isReached(String(decoding: state.output, as: UTF8.self), state.status) {
                    continuation.resume(returning: true)
                } else {
                    state.waiters[id] = Waiter(isReached: isReached, continuation: continuation)
                }
            }
        }
    }

    private func received(_ data: Data) {
        update { $0.output.append(contentsOf: data) }
    }

    private func update(_ change: (inout State) -> Void) {
        let reached = state.withLock { state in
            change(&state)
            let output = String(decoding: state.output, as: UTF8.self)
            let status = state.status
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
