import ArgumentParser
import Protocol
import ServiceSupport
import TextAnalysis

/// `timtin analyze`: the terms that a text becomes.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Show the terms that a text becomes, without a cluster.",
        discussion: """
            Documents and queries are read in the same way. The folded term is what a word typed without accents finds.

            EXAMPLES:
              timtin analyze "Hoà bình"
              timtin analyze --format json "Mường Khương"
            """)

    @Option(help: "How the terms look.")
    var format = ShowCommand.Format.text

    @Argument(help: "The text.")
    var words: [String]

    func run() throws {
        let tokens = Analyzer().tokens(in: words.joined(separator: " ")).map(AnalyzedToken.init)
        switch format {
        case .json: StandardStream.output.write(bytes: try WireCoder.encode(tokens) + [UInt8(ascii: "\n")])
        case .text:
            var table = TextTable([("TERM", .left), ("FOLDED", .left), ("FROM", .right), ("TO", .right)])
            table.rows = tokens.map { [$0.term, $0.folded, "\($0.start)", "\($0.end)"] }
            StandardStream.output.write(table.lines(on: .output).joined(separator: "\n") + "\n")
        }
    }
}

/// A token as `analyze` prints it; the places are Unicode scalars of the text.
struct AnalyzedToken: Codable, Hashable {
    var term: String
    var folded: String
    var start: Int
    var end: Int

    init(_ token: Token) {
        term = String(decoding: token.term, as: UTF8.self)
        folded = String(decoding: token.folded, as: UTF8.self)
        start = token.start
        end = token.end
    }
}
