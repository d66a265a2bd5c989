import Foundation
import Messaging
import Protocol
import Testing
import ZeroMQ

extension EndToEnd {
    /// What goes wrong at the keyboard and on the wire is answered, clearly.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct Mistakes {
        @Test(
            arguments: [
                (["search"], 2), (["search", "--size", "many", "lúa"], 2), (["nonsense"], 2), (["up", "--data"], 2),
                (["search", "--broker", "http://nowhere", "lúa"], 2), (["--help"], 0), (["version"], 0),
            ] as [([String], Int32)])
        func `a wrong command line ends with 2 and one clear line`(arguments: [String], expected: Int32) async throws {
            let run = try await Child.run("timtin", arguments)
            #expect(run.status == expected, "\(run.output)")
            #expect(!run.output.contains("Fatal error"))
        }

        @Test(arguments: [["search", "lúa"], ["status"], ["health"], ["show", "x"], ["ingest", "seeds"]])
        func `a command that finds nobody ends with 69 and says where it looked`(arguments: [String]) async throws {
            let broker = "tcp://127.0.0.1:9"
            let run = try await Child.run("timtin", [arguments[0], "--broker", broker] + arguments.dropFirst())
            #expect(run.status == 69, "\(run.output)")
            #expect(run.output.contains(broker), "\(run.output)")
        }

        @Test func `a file that is not there ends with an error that names it`() async throws {
            let run = try await Child.run("timtin-ingestor", ["parse", "no-such-file.txt"])
            #expect(run.status != 0)
            #expect(run.output.contains("no-such-file.txt"), "\(run.output)")
        }

        @Test func `bad messages are answered by errors and the next good one by its answer`() async throws {
            let cluster = try await Cluster()
            let cases: [(String, RPCErrorCode)] = [
                ("{\"jsonrpc\":", .parseError), ("7", .invalidRequest), ("[]", .invalidRequest),
                (#"{"jsonrpc":"2.0","id":1,"method":"no.such","params":{}}"#, .methodNotFound),
                (#"{"jsonrpc":"2.0","id":2,"method":"search","params":{"query":7}}"#, .invalidParams),
                (#"{"jsonrpc":"2.0","id":3,"method":"search","params":{"query":"a","size":-1}}"#, .invalidParams),
                (
                    #"{"jsonrpc":"2.0","id":4,"method":"search","params":{"query":"a","_meta":{"deadline":0}}}"#,
                    .deadlineExceeded
                ),
            ]
            let good = #"{"jsonrpc":"2.0","id":9,"method":"ping","params":{}}"#
            let replies = try exchange(cases.map(\.0) + [good], with: cluster.endpoint)
                .map { try WireCoder.decode(JSONRPCResponse<Ping.Result>.self, from: $0) }
            for ((body, code), reply) in zip(cases, replies) {
                #expect(reply.error?.knownCode == code, "\(body): \(reply)")
                #expect(reply.error?.data.detail.isEmpty == false)
            }
            #expect(replies.last?.result?.role == .broker)
            #expect(replies.last?.id == .integer(9))
            try await cluster.stop()
        }

        @Test func `a batch is answered by one array, notifications in it by nothing`() async throws {
            let cluster = try await Cluster()
            let batch = """
                [{"jsonrpc":"2.0","id":"a","method":"ping","params":{}},
                 {"jsonrpc":"2.0","method":"ping","params":{}},
                 {"jsonrpc":"2.0","id":"b","method":"count","params":{"query":"lúa"}}]
                """
            let reply = try exchange([batch], with: cluster.endpoint)[0]
            let replies = try WireCoder.decode([JSONRPCResponse<JSONValue>].self, from: reply)
            #expect(Set(replies.map(\.id)) == [.string("a"), .string("b")])
            #expect(replies.allSatisfy { $0.error == nil })
            try await cluster.stop()
        }

        @Test func `two clusters on one folder are refused`() async throws {
            let cluster = try await Cluster()
            let second = try await Child.run(
                "timtin", ["up", "--data", cluster.folder.path, "--broker", "tcp://127.0.0.1:0"])
            #expect(second.status == 1, "\(second.output)")
            #expect(second.output.contains(cluster.folder.path), "\(second.output)")
            try await cluster.stop()
        }
    }
}

/// Sends bodies one after the other on one REQ socket: what a client in any language does.
///
/// - Returns: The body of each reply.
/// - Throws: ``TestFailure`` where a reply takes longer than 20 seconds.
private func exchange(_ bodies: [String], with endpoint: String) throws -> [[UInt8]] {
    let socket = try Socket(.req)
    defer { socket.close() }
    try socket.connect(endpoint)
    return try bodies.map { body in
        try socket.send(Message(body), within: .seconds(20))
        guard let reply = try socket.receive(within: .seconds(20)) else {
            throw TestFailure("no reply within 20 seconds to \(body)")
        }
        return reply[0].bytes
    }
}
