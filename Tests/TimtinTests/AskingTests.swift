import ArgumentParser
import Protocol
import ServiceSupport
import Synchronization
import Testing

@testable import timtin

@Suite struct QueryFileTests {
    private func read(_ text: String) throws -> [NamedQuery] {
        try QueryFile.queries(in: Array(text.utf8), of: "q.jsonl")
    }

    @Test func `text is plain words, query has operators, and lines are numbered where they have no id`() throws {
        let queries = try read(
            """
            {"_id": "q1", "text": "-gạo (xuất"}

            {"query": "+gạo"}
            {"_id": 7, "text": "a", "query": "b"}
            """)
        #expect(
            queries == [
                NamedQuery(id: "q1", text: "-gạo (xuất", syntax: .words),
                NamedQuery(id: "3", text: "+gạo", syntax: .query),
                NamedQuery(id: "7", text: "b", syntax: .query),
            ])
    }

    @Test(
        arguments: [
            ("{\"text\": \"a\"}\nno JSON", "q.jsonl, line 2 is no JSON object"),
            (#"{"id": "a"}"#, "q.jsonl, line 1 has neither \"text\" nor \"query\""),
            (#"{"text": 1}"#, "q.jsonl, line 1: \"text\" has to be a text"),
            (#"{"_id": [], "text": "a"}"#, "q.jsonl, line 1: \"_id\" has to be a text or a number"),
        ])
    func `a wrong line is named`(content: String, message: String) {
        #expect(throws: ProgramError.usage(message)) { try read(content) }
    }

    @Test func `a query log may have plain lines`() throws {
        let queries = try QueryFile.queries(
            in: Array("mường khương\r\n\n {\"text\": \"-gạo\"}\n+\"biên giới\"".utf8), of: "log", takesPlainLines: true)
        #expect(
            queries == [
                NamedQuery(id: "1", text: "mường khương", syntax: .query),
                NamedQuery(id: "3", text: "-gạo", syntax: .words),
                NamedQuery(id: "4", text: "+\"biên giới\"", syntax: .query),
            ])
    }

    @Test func `a file that is not there is named`() {
        let error = #expect(throws: ProgramError.self) { try QueryFile.read("no-such-file") }
        #expect(error?.status == .usage && error?.message.contains("no-such-file") == true)
    }
}

@Suite struct InOrderTests {
    @Test func `results come in the order of the values, whatever order they are ready in`() async throws {
        let gate = Mutex<[Int: CheckedContinuation<Void, Never>]>([:])
        var emitted: [Int] = []
        try await inOrder(Array(0..<40), atOnce: 2) { value in
            // Even values wait for the odd one after them.
            if value % 2 == 0 {
                await withCheckedContinuation { continuation in
                    let isOver = gate.withLock { gate in
                        if gate[value] == nil, Self.passed.withLock({ $0.contains(value) }) { return true }
                        gate[value] = continuation
                        return false
                    }
                    if isOver { continuation.resume() }
                }
            } else {
                let waiting = gate.withLock { gate in
                    Self.passed.withLock { _ = $0.insert(value - 1) }
                    return gate.removeValue(forKey: value - 1)
                }
                waiting?.resume()
            }
            return value
        } emit: {
            emitted.append($0)
        }
        #expect(emitted == Array(0..<40))
    }

    private static let passed = Mutex<Set<Int>>([])

    @Test func `an error ends it`() async {
        await #expect(throws: ProgramError.self) {
            try await inOrder([1, 2, 3], atOnce: 2) { value in
                if value == 2 { throw ProgramError.failed("two") }
                return value
            } emit: { _ in
            }
        }
    }
}

@Suite struct ArgumentTests {
    private func status(_ arguments: [String]) -> (status: ServiceSupport.ExitStatus, message: String)? {
        do {
            _ = try TimtinProgram.parseAsRoot(arguments)
            return nil
        } catch {
            let code = TimtinProgram.exitCode(for: error)
            return (code == .validationFailure ? .usage : .done, TimtinProgram.fullMessage(for: error))
        }
    }

    @Test(
        arguments: [
            ["search"], ["search", "--size", "many", "lúa"], ["search", "--size", "10001", "lúa"],
            ["search", "--queries", "q.jsonl", "lúa"], ["search", "--format", "xml", "lúa"], ["nonsense"],
            ["up"], ["up", "--data"], ["up", "--data", "d", "--workers", "0"], ["show"], ["delete"], ["analyze"],
            ["completions", "tcsh"],
        ])
    func `a wrong command line is refused`(arguments: [String]) {
        #expect(status(arguments)?.status == .usage)
    }

    @Test(arguments: TimtinProgram.configuration.subcommands.map { $0._commandName })
    func `every command has help with examples`(name: String) throws {
        let help = TimtinProgram.helpMessage(
            for: try #require(TimtinProgram.configuration.subcommands.first { $0._commandName == name }), columns: 80)
        #expect(["version"].contains(name) || help.contains("EXAMPLES:"))
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
    }

    @Test(arguments: CompletionsCommand.Shell.allCases)
    func `each shell gets its completions`(shell: CompletionsCommand.Shell) {
        let script = TimtinProgram.completionScript(for: shell.completionShell)
        for name in ["search", "ingest", "status"] { #expect(script.contains(name)) }
    }

    @Test func `a time-out has a unit`() throws {
        #expect(try ClientOptions.parse(["--timeout", "500ms"]).deadline() == .milliseconds(500))
        #expect(try ClientOptions.parse([]).deadline() == .seconds(10))
        #expect(throws: ProgramError.self) { try ClientOptions.parse(["--timeout", "soon"]).deadline() }
        #expect(throws: ProgramError.self) { try ClientOptions.parse(["--timeout", "0s"]).deadline() }
    }
}
