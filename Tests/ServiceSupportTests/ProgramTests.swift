import ArgumentParser
import Foundation
import Logging
import Protocol
import Testing

@testable import ServiceSupport

@Suite struct ProgramTests {
    struct Root: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "root", subcommands: [Child.self])
    }

    struct Child: ParsableCommand, SettingsCommand {
        static let settingsTable = SettingsTable("worker", [Setting<Int>("thread-count", default: 1, "A count")])
        @Option var size: Int = 1
        @OptionGroup var settings: SettingsOptions
    }

    private func outcome(_ arguments: [String]) -> Program.Ending? {
        do {
            var command = try Root.parseAsRoot(arguments)
            try command.run()
            return nil
        } catch {
            return Program.ending(of: error, root: Root.self)
        }
    }

    @Test func `a wrong argument is one line on standard error and status 2`() throws {
        let found = outcome(["child", "--size", "many"])
        let ending = try #require(found)
        #expect(ending.status == .usage && ending.output.isEmpty)
        #expect(ending.errors == "error: The value 'many' is invalid for '--size <size>'; see `root child --help`")
    }

    @Test func `a command that does not exist is named with those that do`() throws {
        let error = try #require(throws: ProgramError.self) { try Program.checkCommand(["chidl", "x"], of: Root.self) }
        #expect(error.status == .usage)
        #expect(error.message == "there is no command \"chidl\": expected one of child, help; see `root --help`")
        for known in [["child"], ["help", "child"], ["--help"], []] {
            #expect(throws: Never.self) { try Program.checkCommand(known, of: Root.self) }
        }
        #expect(throws: Never.self) { try Program.checkCommand(["x"], of: Child.self) }
    }

    @Test func `a hint follows a question as a sentence`() throws {
        let found = outcome(["child", "--sise", "1"])
        #expect(
            try #require(found).errors
                == "error: Unknown option '--sise'. Did you mean '--size'? See `root child --help`")
    }

    @Test func `help goes to standard output and is no failure`() throws {
        let found = outcome(["--help"])
        let ending = try #require(found)
        #expect(ending.status == .done && ending.errors.isEmpty && ending.output.contains("USAGE: root"))
    }

    @Test func `each error has its status`() {
        func status(_ error: any Error) -> ServiceSupport.ExitStatus {
            Program.ending(of: error, root: Root.self).status
        }
        #expect(status(ProgramError.failed("no")) == .failed)
        #expect(status(ProgramError.usage("no")) == .usage)
        #expect(status(ProgramError.nobody(at: "tcp://a:1")) == .unreachable)
        #expect(status(RPCError(.unavailable, detail: "no worker")) == .failed)
        let noEndpoint = #expect(throws: EndpointError.self) { try Endpoint("nonsense") }
        #expect(noEndpoint.map(status) == .usage)
        #expect(status(ExitCode(1)) == .failed)
        #expect(status(CancellationError()) == .failed)
        #expect(ServiceSupport.ExitStatus.unreachable.rawValue == 69)
    }

    @Test func `a program may explain its own errors`() {
        let ending = Program.ending(of: CancellationError(), root: Root.self) { _ in .nobody(at: "tcp://a:1") }
        #expect(ending.status == .unreachable && ending.errors.contains("tcp://a:1"))
    }

    @Test func `flags that are settings are rewritten, up to a double dash`() {
        let flags = SettingsFlags(of: Root.self)
        #expect(
            flags.rewritten(["child", "--thread-count", "3", "--size", "2"]) == [
                "child", "--set", "thread-count=3", "--size", "2",
            ])
        #expect(flags.rewritten(["--thread-count=3"]) == ["--set", "thread-count=3"])
        #expect(flags.rewritten(["--", "--thread-count=3"]) == ["--", "--thread-count=3"])
        #expect(flags.rewritten(["--thread-count"]) == ["--set", "thread-count"])
    }

    @Test func `endpoints come from flags, else the environment, else the default`() throws {
        var options = try BrokerOptions.parse([])
        #expect(try options.endpoints(environment: [:]) == [DefaultEndpoint.client])
        #expect(try options.endpoints(environment: ["TIMTIN_BROKER": " , "]) == [DefaultEndpoint.client])
        #expect(try options.endpoints(environment: ["TIMTIN_BROKER": "tcp://b:2"]) == ["tcp://b:2"])
        let several = ["TIMTIN_BROKER": "tcp://b:2, tcp://c:3,,tcp://b:2"]
        #expect(try options.endpoints(environment: several) == ["tcp://b:2", "tcp://c:3"])
        #expect(options.bindEndpoints(environment: several).first == "tcp://b:2")
        options = try BrokerOptions.parse(["--broker", "tcp://a:1", "--broker", "tcp://d:4", "--broker", "tcp://a:1"])
        #expect(try options.endpoints(environment: several) == ["tcp://a:1", "tcp://d:4"])
        options = try BrokerOptions.parse(["--broker", "tcp://a:1", "--broker", "tcp://a:0"])
        #expect(throws: ProgramError.self) { try options.endpoints(environment: [:]) }
        options = try BrokerOptions.parse(["--broker", "tcp://a:0"])
        #expect(options.bindEndpoints(environment: [:]) == ["tcp://a:0"])
    }

    @Test func `listening beyond this machine has to be allowed`() throws {
        let strict = try PlaintextOptions.parse([])
        try strict.check(binding: "tcp://127.0.0.1:0", environment: [:])
        try strict.check(binding: "ipc://run/x", environment: [:])
        #expect(throws: ProgramError.self) { try strict.check(binding: "tcp://0.0.0.0:1", environment: [:]) }
        try strict.check(binding: "tcp://0.0.0.0:1", environment: ["TIMTIN_ALLOW_PLAINTEXT": "1"])
        try PlaintextOptions.parse(["--allow-plaintext"]).check(binding: "tcp://0.0.0.0:1", environment: [:])
    }
}

@Suite struct LogLineTests {
    private let line = LogLine(
        time: Date(timeIntervalSince1970: 1_764_000_000.5), level: .info, label: "broker", message: "member\njoined",
        metadata: ["member": "worker-1", "why": "it \"said\" so"])

    @Test func `a text line can be taken apart again`() {
        #expect(
            line.formatted(.text)
                == "2025-11-24T16:00:00.500Z info broker: member\\njoined member=worker-1 why=\"it \\\"said\\\" so\"\n")
    }

    @Test func `a JSON line is one object`() throws {
        let object = try WireCoder.decode([String: String].self, from: Array(line.formatted(.json).utf8))
        #expect(object["message"] == "member\njoined" && object["level"] == "info" && object["member"] == "worker-1")
    }
}
