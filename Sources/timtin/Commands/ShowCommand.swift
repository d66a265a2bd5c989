import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin show`: one document whole.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a document.",
        discussion: """
            EXAMPLES:
              timtin show 6f1b0c5d
              timtin show --format json 6f1b0c5d | jq .body
              timtin show --original 6f1b0c5d      the text that it was read from
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var client: ClientOptions

    @Option(help: "How the document looks.")
    var format = Format.text

    @Flag(help: "Show the text that the document was read from.")
    var original = false

    @Argument(help: "The document's id, as search shows it.")
    var id: String

    func run() async throws {
        let found = try await client.call(DocumentsGet.self, .init(ids: [id], withOriginal: original ? true : nil))
        guard let put = found.documents.first else { throw ProgramError.failed("there is no document \(id)") }
        if original, format == .text {
            guard let text = put.original else {
                throw ProgramError.failed("the document \(id) came without an original text")
            }
            StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
            return
        }
        switch format {
        case .text: StandardStream.output.write(DocumentText(terminal: .output).text(put.document))
        case .json:
            let bytes = original ? try WireCoder.encode(put) : try WireCoder.encode(put.document)
            StandardStream.output.write(bytes: bytes + [UInt8(ascii: "\n")])
        }
    }
}
