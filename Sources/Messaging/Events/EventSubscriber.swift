public import Protocol

/// What a subscriber is told, one after the other.
public enum EventNotice: Sendable {
    /// A subscription stands: everything published from about now on will come, or be told as missed.
    case subscribed(ClusterStatus.Result)
    /// An event of any type.
    case event(CloudEvent)
    /// Events were missed; the status, nil where nobody answers, is what to catch up from.
    case missed(EventSequence.Gap, ClusterStatus.Result?)
    /// The broker was lost and is looked for.
    case lost(reason: String)
}

/// Hears a cluster's events: asks the broker where they are, subscribes, and begins anew whenever the broker is lost or
/// replaced, for ever.
///
/// A value that any task may run. Events are hints: who depends on what they tell of asks for it.
public struct EventSubscriber: Sendable {
    private let client: RPCClient
    private let settings: MessagingSettings
    private let checkInterval: Duration

    /// Makes a subscriber; nothing happens before ``run(_:)``.
    ///
    /// - Parameters:
    ///   - client: the broker's client, by which the cluster is found and asked. It stays the caller's.
    ///   - checkInterval: how often the broker is asked how many events there were, so that a gap is noticed though no
    ///     event follows it. More than zero.
    public init(
        client: RPCClient, settings: MessagingSettings = .init(), checkInterval: Duration = .seconds(5)
    ) {
        precondition(checkInterval > .zero, "a broker cannot be asked without pause")
        self.client = client
        self.settings = settings
        self.checkInterval = checkInterval
    }

    /// Tells what happens, until `tell` returns false or the task is cancelled.
    ///
    /// - Parameter tell: called one notice after the other; while it takes its time a bounded number of events waits.
    /// - Throws: what `tell` throws, and `CancellationError`.
    public func run(_ tell: (EventNotice) async throws -> Bool) async throws {
        var sequence = EventSequence()
        var failureCount = 0
        while true {
            try Task.checkCancellation()
            do {
                let hello = try await client.call(ClusterHello.self, .init(), deadline: settings.helloDeadline)
                guard let end = try await session(after: hello, attempt: failureCount, &sequence, tell) else { return }
                failureCount = end.wasConnected ? 0 : failureCount + 1
                guard try await tell(.lost(reason: end.reason)) else { return }
            } catch is NoAnswer {
                // Waiting for it took its time already.
                continue
            } catch is RPCError {
                failureCount += 1
            }
            try await Task.sleep(for: settings.retry.delay(attempt: failureCount))
        }
    }

    /// One subscription; nil when `tell` wants no more.
    private func session(
        after hello: ClusterHello.Result, attempt: Int, _ sequence: inout EventSequence,
        _ tell: (EventNotice) async throws -> Bool
    ) async throws -> EventSession.End? {
        let broker = client.address ?? client.endpoint
        let endpoint = try Endpoint(hello.events).reached(like: try Endpoint(broker)).description
        let addresses = await NameResolver.shared.addresses(of: endpoint)
        guard !addresses.isEmpty else {
            return EventSession.End(reason: "the name in \(endpoint) cannot be looked up", wasConnected: false)
        }
        let session = try EventSession(
            hello, address: addresses[attempt % addresses.count], client: client, settings: settings,
            checkInterval: checkInterval)
        return try await session.run(&sequence, tell)
    }
}

/// One subscription, from its connection to its loss.
private struct EventSession {
    /// How it ended.
    struct End {
        var reason: String
        var wasConnected: Bool
    }

    private let hello: ClusterHello.Result
    private let client: RPCClient
    private let checkInterval: Duration
    private let items: AsyncStream<EventSocket.Item>
    private let continuation: AsyncStream<EventSocket.Item>.Continuation
    private let thread: SocketThread<EventSocket.Command>

    init(
        _ hello: ClusterHello.Result, address: String, client: RPCClient, settings: MessagingSettings,
        checkInterval: Duration
    ) throws {
        self.hello = hello
        self.client = client
        self.checkInterval = checkInterval
        let (items, continuation) = AsyncStream.makeStream(
            of: EventSocket.Item.self, bufferingPolicy: .bufferingOldest(EventSocket.itemCountMax))
        self.items = items
        self.continuation = continuation
        thread = try SocketThread(name: "events") { loop, _ in
            try EventSocket(address: address, items: continuation, settings: settings, loop: loop)
        }
    }

    /// Runs until the broker is lost.
    ///
    /// - Returns: nil when `tell` wants no more.
    func run(_ sequence: inout EventSequence, _ tell: (EventNotice) async throws -> Bool) async throws -> End? {
        defer { thread.stop() }
        var watch: Task<Void, Never>?
        defer { watch?.cancel() }
        var change: EventSequence.Gap?
        var end = End(reason: "the connection was lost", wasConnected: false)
        for await item in items {
            switch item {
            case .connected:
                change = sequence.subscribed(to: hello.instance)
                watch = watchOver()
            case .event(let event):
                let gap = event.sequence.flatMap(UInt64.init).flatMap { sequence.heard($0) }
                if let gap, try await !tell(.missed(gap, await status())) { return nil }
                guard try await tell(.event(event)) else { return nil }
            case .status(let status):
                guard status.broker.instance == hello.instance else {
                    end.reason = "another broker answers"
                    return end
                }
                if !end.wasConnected, try await !tell(.subscribed(status)) { return nil }
                end.wasConnected = true
                let gaps = [change, sequence.told(UInt64(clamping: status.counters["events"] ?? 0))]
                change = nil
                for case let gap? in gaps where try await !tell(.missed(gap, status)) { return nil }
            case .lost(let reason):
                end.reason = reason
            }
        }
        try Task.checkCancellation()
        return end
    }

    /// Asks the broker at once and then every so often whether it is still the one, and how many events there were.
    private func watchOver() -> Task<Void, Never> {
        Task { [client, continuation, checkInterval] in
            while !Task.isCancelled {
                if let status = try? await client.call(ClusterStatus.self, .init(), deadline: checkInterval) {
                    continuation.yield(.status(status))
                }
                do { try await Task.sleep(for: checkInterval) } catch { return }
            }
        }
    }

    private func status() async -> ClusterStatus.Result? {
        try? await client.call(ClusterStatus.self, .init(), deadline: .seconds(1))
    }
}
