import Dispatch
import Logging
import Protocol
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A client` {
    /// A server whose echo waits at a gate, counted as it starts.
    private func slowServer(
        _ endpoint: String = "tcp://127.0.0.1:*", started: Counter, gate: Gate
    ) throws -> RPCServer {
        var handlers = RPCHandlers()
        handlers.on(Echo.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        handlers.on(Once.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        var settings = MessagingSettings()
        settings.drainTimeout = .zero
        return try RPCServer(binding: endpoint, handlers: handlers, settings: settings, logger: quiet)
    }

    @Test func `waits for a server that comes later`() async throws {
        let endpoint = FreshEndpoint.make("ipc")
        let client = try RPCClient(endpoint: endpoint, logger: quiet)
        async let result = client.call(Echo.self, Echo.Params("x"), deadline: patience)
        let server = try RPCServer(binding: endpoint, handlers: echoing(), logger: quiet)
        #expect(try await result.text == "x")
        await server.shutdown()
    }

    @Test func `sends again what was under way when its server was restarted`() async throws {
        let (started, gate) = (Counter(), Gate())
        let endpoint = FreshEndpoint.make("ipc")
        let first = try slowServer(endpoint, started: started, gate: gate)
        let client = try RPCClient(endpoint: endpoint, logger: quiet)
        async let result = client.call(Echo.self, Echo.Params("x"), deadline: patience)
        await started.reach(1)
        await first.shutdown()
        let second = try RPCServer(binding: endpoint, handlers: echoing(), logger: quiet)
        #expect(try await result.text == "x")
        gate.open()
        await second.shutdown()
    }

    @Test func `never sends twice what must not be`() async throws {
        let (started, gate) = (Counter(), Gate())
        let endpoint = FreshEndpoint.make("ipc")
        let server = try slowServer(endpoint, started: started, gate: gate)
        let client = try RPCClient(endpoint: endpoint, logger: quiet)
        async let result = client.call(Once.self, Once.Params("x"), deadline: patience)
        await started.reach(1)
        await server.shutdown()
        do {
            _ = try await result
            Issue.record("it was answered by nobody")
        } catch let error as NoAnswer {
            #expect(error.wasConnected)
        }
        gate.open()
    }

    @Test func `says that the deadline passed when somebody is there`() async throws {
        let (started, gate) = (Counter(), Gate())
        let server = try slowServer(started: started, gate: gate)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        // Whatever is answered, the server has been reached then, however slow the machine is.
        _ = try? await client.call(Ping.self, .init(), deadline: patience)
        #expect(client.isConnected)
        let error = await #expect(throws: RPCError.self) {
            try await client.call(Echo.self, Echo.Params("x"), deadline: .milliseconds(300))
        }
        #expect(error?.knownCode == .deadlineExceeded)
        gate.open()
        await server.shutdown()
    }

    @Test func `lets go of a call that is cancelled, and goes on`() async throws {
        let (started, gate) = (Counter(), Gate())
        let server = try slowServer(started: started, gate: gate)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let call = Task { try await client.call(Echo.self, Echo.Params("x"), deadline: patience) }
        await started.reach(1)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        gate.open()
        #expect(try await client.call(Echo.self, Echo.Params("y"), deadline: patience).text == "y")
        await server.shutdown()
    }

    @Test func `tries again after errors that may pass`() async throws {
        let attempts = Counter()
        var handlers = RPCHandlers()
        handlers.on(Echo.self) { params, _ in
            guard attempts.increment() == 3 else { throw RPCError(.overloaded, detail: "not now") }
            return Echo.Result(text: params.text)
        }
        let once = Counter()
        handlers.on(Once.self) { _, _ in
            once.increment()
            throw RPCError(.overloaded, detail: "not now")
        }
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: quiet)
        var settings = MessagingSettings()
        settings.retry.initialDelay = .milliseconds(1)
        let client = try RPCClient(endpoint: server.endpoint, settings: settings, logger: quiet)
        #expect(try await client.call(Echo.self, Echo.Params("x"), deadline: patience).text == "x")
        #expect(attempts.value == 3)
        await #expect(throws: RPCError(.overloaded, detail: "not now")) {
            try await client.call(Once.self, Once.Params("x"), deadline: patience)
        }
        #expect(once.value == 1)
        await server.shutdown()
    }

    @Test func `throws the error that may pass when there is no time to try again`() async throws {
        var handlers = RPCHandlers()
        let busy = RPCError(.overloaded, detail: "not now")
        handlers.on(Echo.self) { _, _ in throw busy }
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: quiet)
        var settings = MessagingSettings()
        settings.retry = RetryPolicy(initialDelay: .seconds(3600), maxDelay: .seconds(3600))
        let client = try RPCClient(endpoint: server.endpoint, settings: settings, logger: quiet)
        await #expect(throws: busy) { try await client.call(Echo.self, Echo.Params("x"), deadline: patience) }
        await server.shutdown()
    }

    @Test func `takes no more calls than it may hold, and none too large`() async throws {
        var settings = MessagingSettings()
        settings.callCountMax = 0
        settings.messageByteCountMax = 1000
        let client = try RPCClient(endpoint: FreshEndpoint.make("ipc"), settings: settings, logger: quiet)
        let full = await #expect(throws: RPCError.self) {
            try await client.call(Once.self, Once.Params("x"), deadline: patience)
        }
        #expect(full?.knownCode == .overloaded)
        let large = await #expect(throws: RPCError.self) {
            try await client.call(Once.self, Once.Params(String(repeating: "x", count: 1000)), deadline: patience)
        }
        #expect(large?.knownCode == .messageTooLarge)
    }

    @Test func `fails what waits when it is shut down`() async throws {
        let (started, gate) = (Counter(), Gate())
        let server = try slowServer(started: started, gate: gate)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let call = Task { try await client.call(Echo.self, Echo.Params("x"), deadline: patience) }
        await started.reach(1)
        client.shutdown()
        client.shutdown()
        let error = await #expect(throws: RPCError.self) { try await call.value }
        #expect(error?.knownCode == .shuttingDown)
        let later = await #expect(throws: RPCError.self) { try await client.call(Echo.self, Echo.Params("x")) }
        #expect(later?.knownCode == .shuttingDown)
        gate.open()
        await server.shutdown()
    }

    @Test func `blocks nothing while sixty-four calls wait and the pool is one thread wide`() async throws {
        let (started, gate) = (Counter(), Gate())
        let server = try slowServer(started: started, gate: gate)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let ticks = await withTaskExecutorPreference(OneThread()) {
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        do {
                            _ = try await client.call(Echo.self, Echo.Params("\(number)"), deadline: patience)
                            return false
                        } catch {
                            return error is CancellationError
                        }
                    }
                }
                // All calls are with the silent server by now, and none has given its thread back but by waiting.
                await started.reach(64)
                var ticks = 0
                for _ in 0..<1_000 {
                    await Task.yield()
                    ticks += 1
                }
                group.cancelAll()
                for await wasCancelled in group { #expect(wasCancelled) }
                return ticks
            }
        }
        #expect(ticks == 1_000)
        gate.open()
        await server.shutdown()
    }
}

/// A pool of one thread: a job that blocks it blocks every other.
private final class OneThread: TaskExecutor {
    private let queue = DispatchQueue(label: "one thread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
