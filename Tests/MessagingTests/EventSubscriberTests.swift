import Foundation
import Protocol
import Synchronization
import Testing
import ZeroMQ

@testable import Messaging

/// A subscriber against a broker that a test plays, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct EventSubscriberTests {
    @Test func `events come in order, a gap is told before what follows it, and enough is enough`() async throws {
        let broker = try Publisher()
        let notices = Mutex<[String]>([])
        try await Self.subscribe(to: broker) { notice in
            switch notice {
            case .subscribed:
                for number in [1, 2, 5] as [UInt64] { broker.publish(number) }
            case .event(let event): notices.withLock { $0.append(event.sequence ?? "") }
            case .missed(let gap, let status):
                #expect(status?.broker.name == "broker")
                notices.withLock { $0.append("missed \(gap.count ?? 0) after \(gap.after)") }
            case .lost(let reason): notices.withLock { $0.append(reason) }
            }
            return notices.withLock { $0.last } != "5"
        }
        #expect(notices.withLock { $0 } == ["1", "2", "missed 2 after 2", "5"])
        await broker.stop()
    }

    @Test func `an event that was lost without another after it is noticed by asking`() async throws {
        let broker = try Publisher()
        let gaps = Mutex<[EventSequence.Gap]>([])
        try await Self.subscribe(to: broker) { notice in
            switch notice {
            case .subscribed: broker.publish(1)
            case .event: broker.count(3)
            case .missed(let gap, _):
                gaps.withLock { $0.append(gap) }
                return false
            case .lost: break
            }
            return true
        }
        #expect(gaps.withLock { $0 } == [EventSequence.Gap(count: 2, after: 1)])
        await broker.stop()
    }

    @Test func `a broker of another instance at the same address is subscribed to anew`() async throws {
        let broker = try Publisher()
        let story = Mutex<[String]>([])
        try await Self.subscribe(to: broker) { notice in
            switch notice {
            case .subscribed(let status):
                story.withLock { $0.append("subscribed to \(status.broker.instance)") }
                broker.publish(1)
            case .event(let event):
                story.withLock { $0.append("event of \(event.source)") }
                if event.source == "/cluster/two" { return false }
                broker.become("two")
            case .missed(let gap, _): story.withLock { $0.append("missed \(gap.count.map(String.init) ?? "some")") }
            case .lost(let reason): story.withLock { $0.append("lost: \(reason)") }
            }
            return true
        }
        #expect(
            story.withLock { $0 } == [
                "subscribed to one", "event of /cluster/one", "lost: another broker answers", "subscribed to two",
                "missed some", "event of /cluster/two",
            ])
        await broker.stop()
    }

    @Test func `a subscriber that is cancelled ends`() async throws {
        let broker = try Publisher()
        let (subscribed, isSubscribed) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await Self.subscribe(to: broker) { notice in
                if case .subscribed = notice { isSubscribed.yield() }
                return true
            }
        }
        for await _ in subscribed { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await broker.stop()
    }

    private static func subscribe(
        to broker: Publisher, _ tell: @Sendable (EventNotice) async throws -> Bool
    ) async throws {
        let client = try RPCClient(endpoint: broker.endpoint, logger: quiet)
        defer { client.shutdown() }
        try await EventSubscriber(client: client, checkInterval: .milliseconds(50)).run(tell)
    }
}

/// A broker that answers hellos and statuses and publishes what a test says.
private final class Publisher: Sendable {
    private struct State {
        var instance = "one"
        var count: UInt64 = 0
    }

    private let state: Shared
    private let server: RPCServer
    private let thread: SocketThread<PublisherSocket.Command>
    var endpoint: String { server.endpoint }

    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    init() throws {
        let shared = Shared()
        let bound = Handover<String>()
        thread = try SocketThread(name: "publisher") { _, _ in
            let socket = try PublisherSocket()
            bound.put(try socket.socket.boundEndpoint)
            return socket
        }
        let events = bound.take() ?? ""
        var handlers = RPCHandlers()
        handlers.on(ClusterHello.self) { _, _ in
            let instance = shared.state.withLock { $0.instance }
            return ClusterHello.Result(broker: "broker", instance: instance, cluster: "", events: events, shards: 1)
        }
        handlers.on(ClusterStatus.self) { _, _ in
            let (instance, count) = shared.state.withLock { ($0.instance, $0.count) }
            return ClusterStatus.Result(
                broker: MemberInfo(name: "broker", role: .broker, instance: instance, host: "h", processID: 1),
                uptimeMilliseconds: 1, shards: 1, members: [], cluster: ClusterState(), waitingFor: [],
                counters: ["events": Int(count)])
        }
        server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: quiet)
        state = shared
    }

    /// Publishes an event of a number.
    func publish(_ number: UInt64) {
        let instance = state.state.withLock { state in
            state.count = number
            return state.instance
        }
        var event = CloudEvent(
            id: "\(number)", source: "/cluster/\(instance)", type: .memberJoined, time: "2026-09-05T08:00:00Z",
            data: .object([:]))
        event.sequence = String(number)
        thread.post(.publish(event))
    }

    /// Says that so many were published, without doing so.
    func count(_ count: UInt64) { state.state.withLock { $0.count = count } }

    /// Is another instance from now on, which has published nothing.
    func become(_ instance: String) {
        state.state.withLock {
            $0.instance = instance
            $0.count = 0
        }
    }

    func stop() async {
        await server.shutdown()
        thread.stop()
        await thread.ended()
    }
}

private final class PublisherSocket: SocketOwner {
    enum Command: Sendable { case publish(CloudEvent) }

    let socket: Socket

    init() throws {
        socket = try Socket(.pub)
        try socket.bind("tcp://127.0.0.1:*")
    }

    func take(_ commands: [Command]) {
        for case .publish(let event) in commands {
            guard let body = try? WireCoder.encode(event) else { continue }
            try? socket.send(Message([Frame(event.type), Frame(body)]))
        }
    }

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }

    func close() { socket.close() }
}
