import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin search`: the best documents for a query, or for each query of a file.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find documents.",
        discussion: """
            Any of the words may match. "a phrase", +must, -not, AND, OR, (groups), field:word and prefix* narrow it, \
            word~ and word~2 find what is one or two edits off; fields are title, lead, body, captions, byline, \
            source, kind, section and tags. Accents need not be typed, but count where they are. A query that begins \
            with - stands behind --.

            EXAMPLES:
              timtin search "muong khuong"
              timtin search '+"biên giới" -bóng'
              timtin search --size 3 --format json 'title:mườ*'
              timtin search -- -bóng lúa
              timtin search --queries queries.jsonl --format trec --size 100
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, trec }

    @OptionGroup var client: ClientOptions

    @Option(name: [.short, .long], help: "How many documents to show.")
    var size = 10

    @Option(help: "How many of the best documents to skip.")
    var from = 0

    @Option(help: "How the answer looks.")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "A file of JSON lines with \"text\" (plain words) or \"query\" (with operators), and maybe \"_id\".",
            valueName: "file"), completion: .file())
    var queries: String?

    @Option(name: .customLong("at-once"), help: "How many queries of a file are on their way at once.")
    var atOnce = 8

    @Flag(name: .customLong("all"), help: "All words must match, not any.")
    var wantsAll = false

    @Argument(help: "What to look for.")
    var words: [String] = []

    func validate() throws {
        guard words.isEmpty == (queries != nil) else {
            throw ValidationError("give either words to look for or --queries FILE")
        }
        guard (0...Search.windowMax).contains(size), (0...Search.windowMax).contains(from),
            from + size <= Search.windowMax
        else { throw ValidationError("--from and --size are at least 0 and together at most \(Search.windowMax)") }
        guard (1...256).contains(atOnce) else { throw ValidationError("--at-once lies between 1 and 256") }
    }

    func run() async throws {
        if let queries {
            try await answerAll(try QueryFile.read(queries))
        } else {
            let query = NamedQuery(id: "1", text: words.joined(separator: " "), syntax: .query)
            let result = try await client.call(Search.self, params(query))
            StandardStream.output.write(try text(of: result, for: query, isOneOfMany: false))
        }
    }

    private func answerAll(_ queries: [NamedQuery]) async throws {
        try await client.connected { connection in
            let calls = queries.map { (query: $0, params: params($0)) }
            try await inOrder(calls, atOnce: atOnce) { call in
                (call.query, try await connection.call(Search.self, call.params))
            } emit: { query, result in
                let isWritten = StandardStream.output.write(try text(of: result, for: query, isOneOfMany: true))
                // Whoever reads has seen enough, as `head` does.
                if !isWritten { throw ExitCode.success }
            }
        }
    }

    private func params(_ query: NamedQuery) -> Search.Params {
        Search.Params(
            query: query.text, syntax: query.syntax, defaultOperator: wantsAll ? .and : nil, from: from, size: size,
            snippets: format == .trec ? false : nil)
    }

    private func text(of result: Search.Result, for query: NamedQuery, isOneOfMany: Bool) throws -> String {
        switch format {
        case .trec: return TrecLines.text(result, query: query.id, from: from)
        case .json:
            let bytes =
                isOneOfMany
                ? try WireCoder.encode(QueryAnswer(_id: query.id, result: result)) : try WireCoder.encode(result)
            return String(decoding: bytes, as: UTF8.self) + "\n"
        case .text:
            let terminal = Terminal.output
            let text = SearchText(terminal: terminal, from: from).text(result)
            return isOneOfMany ? "\(terminal.styled("\(query.id): \(query.text)", .cyan))\n\(text)\n" : text
        }
    }
}

/// A line of the answers to a file of queries.
struct QueryAnswer: Codable, Hashable, Sendable {
    var _id: String
    var result: Search.Result
}
