import ArgumentParser
import Foundation
import Protocol
import ServiceSupport
import Synchronization
import Testing

@testable import timtin

@Suite struct ClusterPlanTests {
    private var plan = ClusterPlan(
        data: "/srv/data", endpoints: ["tcp://127.0.0.1:6000"], inside: "ipc:///srv/data/run", workers: 2, threads: 3)

    @Test func `broker, indexer and workers get what they need`() {
        let commands = plan.commands
        #expect(commands.map(\.name) == ["broker", "indexer-1", "worker-1", "worker-2"])
        #expect(commands.map(\.program) == ["timtin-query", "timtin-indexer", "timtin-query", "timtin-query"])
        #expect(commands[0].arguments.contains("--bind=tcp://127.0.0.1:6000"))
        #expect(commands[0].arguments.contains("--shards=1"))
        #expect(commands[1].arguments.contains("--bind=ipc:///srv/data/run/indexer-1"))
        #expect(commands[2].arguments.starts(with: ["worker", "--name=worker-1"]))
        #expect(commands[2].arguments.contains("--threads=3"))
        #expect(commands.allSatisfy { $0.arguments.contains("--exit-with-parent") })
    }

    @Test func `indexers are bound to no shard, so that any takes over from any`() {
        var sharded = plan
        (sharded.shards, sharded.indexers) = (2, 3)
        #expect(sharded.commands.map(\.name).filter { $0.hasPrefix("i") } == ["indexer-1", "indexer-2", "indexer-3"])
        #expect(!sharded.commands.contains { $0.arguments.contains { $0.hasPrefix("--shard=") } })
        #expect(sharded.commands[0].arguments.contains("--shards=2"))
    }

    @Test func `of several brokers each has its sockets, and all members know all`() {
        var several = plan
        several.endpoints = ["tcp://127.0.0.1:6000", "tcp://0.0.0.0:6001"]
        let commands = several.commands
        #expect(several.brokers == 2)
        #expect(commands.map(\.name).prefix(3) == ["broker-1", "broker-2", "indexer-1"])
        #expect(commands[1].arguments.contains("--bind=tcp://0.0.0.0:6001"))
        #expect(commands[1].arguments.contains("--cluster-bind=ipc:///srv/data/run/cluster-2"))
        for member in commands[2...] {
            let brokers = member.arguments.filter { $0.hasPrefix("--broker=") }
            #expect(brokers == ["--broker=tcp://127.0.0.1:6000", "--broker=tcp://127.0.0.1:6001"])
        }
    }

    @Test func `a broker on every interface is reached over loopback`() {
        var open = plan
        open.endpoints = ["tcp://0.0.0.0:6000"]
        open.allowsPlaintext = true
        #expect(open.reachableEndpoints == ["tcp://127.0.0.1:6000"])
        #expect(open.commands[0].arguments.contains("--allow-plaintext"))
        #expect(open.commands[1].arguments.contains("--broker=tcp://127.0.0.1:6000"))
    }

    @Test func `it serves when nothing is waited for and every worker has every shard open`() {
        func member(_ role: MemberRole, _ name: String, open shards: Int...) -> MemberStatus {
            MemberStatus(
                member: MemberInfo(name: name, role: role, instance: "i", host: "h", processID: 1),
                state: MemberState(open: shards.map { OpenGeneration(shard: $0, generation: "1.1", through: 0) }),
                lastSeenMilliseconds: 1, outstanding: 0)
        }
        var sharded = plan
        (sharded.shards, sharded.indexers) = (2, 3)
        var status = StatusTextTests.status
        status.cluster.shards.append(status.cluster.shards[0])
        status.cluster.shards[1].shard = 1
        status.members = ["indexer-1", "indexer-2"].map { member(.indexer, $0) }
        #expect(sharded.missing(in: status) == "1 of 3 indexers")
        status.members += [member(.indexer, "indexer-3"), member(.worker, "worker-1", open: 0, 1)]
        #expect(sharded.missing(in: status) == "1 of 2 workers")
        status.members.append(member(.worker, "worker-2", open: 1))
        #expect(sharded.missing(in: status) == "1 of 2 workers")
        // A shard without a generation has nothing to hold.
        var empty = status
        empty.cluster.shards[0].generation = nil
        #expect(sharded.missing(in: empty) == nil)
        status.members[4] = member(.worker, "worker-2", open: 1, 0)
        #expect(sharded.missing(in: status) == nil)
        status.waitingFor = [Waiting(what: "an indexer of shard 0", sinceMilliseconds: 1)]
        #expect(sharded.missing(in: status) == "an indexer of shard 0")
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

    @Test func `further brokers take the ports that follow`() throws {
        #expect(
            try FreePort.settle(["tcp://127.0.0.1:6000", "tcp://[::1]:7000"], count: 4)
                == ["tcp://127.0.0.1:6000", "tcp://[::1]:7000", "tcp://[::1]:7001", "tcp://[::1]:7002"])
        let open = try FreePort.settle(["tcp://127.0.0.1:0"], count: 2)
        #expect(Set(open.compactMap { try? Endpoint($0).port }).count == 2)
        #expect(throws: ProgramError.self) { try FreePort.settle(["tcp://127.0.0.1:65535"], count: 2) }
        #expect(throws: ProgramError.self) { try FreePort.settle(["ipc:///srv/broker"], count: 2) }
        #expect(throws: ProgramError.self) { try FreePort.settle(["tcp://h:1", "tcp://h:1"], count: 2) }
    }

    @Test func `a scale names a service and a count`() throws {
        #expect(try Scale(parsing: "query=4") == Scale(.query, 4))
        for wrong in ["query", "query=", "query=0", "query=65", "worker=2", "query=2=3"] {
            #expect(throws: ValidationError.self, "\(wrong)") { try Scale(parsing: wrong) }
        }
        #expect([Scale(.query, 2), Scale(.indexer, 3), Scale(.query, 4)].count(of: .query) == 4)
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
