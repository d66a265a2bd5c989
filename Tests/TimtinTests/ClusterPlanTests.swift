import Foundation
import Protocol
import ServiceSupport
import Synchronization
import Testing

@testable import timtin

@Suite struct ClusterPlanTests {
    private var plan = ClusterPlan(
        data: "/srv/data", endpoint: "tcp://127.0.0.1:6000", inside: "ipc:///srv/data/run", workers: 2, threads: 3)

    @Test func `broker, indexer and workers get what they need`() {
        let commands = plan.commands
        #expect(commands.map(\.name) == ["broker", "indexer-0", "worker-1", "worker-2"])
        #expect(commands.map(\.program) == ["timtin-query", "timtin-indexer", "timtin-query", "timtin-query"])
        #expect(commands[0].arguments.contains("--bind=tcp://127.0.0.1:6000"))
        #expect(commands[1].arguments.contains("--bind=ipc:///srv/data/run/indexer-0"))
        #expect(commands[2].arguments.starts(with: ["worker", "--name=worker-1"]))
        #expect(commands[2].arguments.contains("--threads=3"))
        #expect(commands.allSatisfy { $0.arguments.contains("--exit-with-parent") })
    }

    @Test func `a broker on every interface is reached over loopback`() {
        var open = plan
        open.endpoint = "tcp://0.0.0.0:6000"
        open.allowsPlaintext = true
        #expect(open.reachableEndpoint == "tcp://127.0.0.1:6000")
        #expect(open.commands[0].arguments.contains("--allow-plaintext"))
        #expect(open.commands[1].arguments.contains("--broker=tcp://127.0.0.1:6000"))
    }

    @Test func `it serves when nothing is waited for and every worker is there`() {
        func member(_ role: MemberRole, _ name: String) -> MemberStatus {
            MemberStatus(
                member: MemberInfo(name: name, role: role, instance: "i", host: "h", processID: 1),
                state: MemberState(), lastSeenMilliseconds: 1, outstanding: 0)
        }
        var status = StatusTextTests.status
        status.members = [member(.indexer, "indexer-0"), member(.worker, "worker-1")]
        #expect(plan.missing(in: status) == "1 of 2 workers")
        status.members.append(member(.worker, "worker-2"))
        #expect(plan.missing(in: status) == nil)
        status.waitingFor = [Waiting(what: "an indexer of shard 0", sinceMilliseconds: 1)]
        #expect(plan.missing(in: status) == "an indexer of shard 0")
        status.waitingFor = []
        status.members.removeFirst()
        #expect(plan.missing(in: status) == "the indexer")
    }

    @Test func `sockets lie in the data folder, or beside temporary files where that is too long`() throws {
        let long = "/" + String(repeating: "d", count: 120)
        #expect(InsideFolder.path(data: "/srv/data", temporary: ["/t"]) == "/srv/data/run")
        let short = try #require(InsideFolder.path(data: long, temporary: [long, "/t"]))
        #expect(short.hasPrefix("/t/timtin-"))
        #expect(InsideFolder.path(data: long + "2", temporary: ["/t"]) != short)
        #expect(InsideFolder.path(data: long, temporary: [long]) == nil)
    }

    @Test func `an open port is settled once`() throws {
        #expect(try FreePort.settle("tcp://127.0.0.1:6000") == "tcp://127.0.0.1:6000")
        #expect(try Endpoint(try FreePort.settle("tcp://127.0.0.1:0")).port != nil)
        #expect(throws: ProgramError.self) { try FreePort.settle("nonsense") }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ChildProcessTests {
    @Test func `lines and the end of a child arrive in order`() async throws {
        let lines = Mutex<[String]>([])
        let ending = try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try ChildProcess(
                    path: "/bin/sh", arguments: ["-c", "echo eins; echo zwei >&2; printf drei; exit 3"]
                ) { line in
                    lines.withLock { $0.append(line) }
                } ended: {
                    continuation.resume(returning: $0)
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        #expect(ending == .exited(3))
        #expect(lines.withLock { $0 } == ["eins", "zwei", "drei"])
    }

    @Test func `a child in a group of its own ends when its standard input does`() async throws {
        let ending = try await withCheckedThrowingContinuation { continuation in
            do {
                // The only reference goes at once, and with it the pipe.
                _ = try ChildProcess(path: "/bin/cat", arguments: [], line: { _ in }) {
                    continuation.resume(returning: $0)
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        #expect(ending == .exited(0))
    }

    @Test func `a signal ends a child although this process ignores it`() async throws {
        signal(SIGTERM, SIG_IGN)
        let (endings, sender) = AsyncStream.makeStream(of: Supervisor.Ending.self)
        let child = try ChildProcess(path: "/bin/cat", arguments: [], line: { _ in }) { sender.yield($0) }
        child.signal(SIGTERM)
        var iterator = endings.makeAsyncIterator()
        #expect(await iterator.next() == .signalled(SIGTERM))
        withExtendedLifetime(child) {}
    }

    @Test func `a program that is not there is an error`() {
        #expect(throws: ProgramError.self) {
            try ChildProcess(path: "/no/such/program", arguments: [], line: { _ in }, ended: { _ in })
        }
    }
}
