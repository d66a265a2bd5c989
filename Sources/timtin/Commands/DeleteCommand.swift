import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin delete`: removes documents.
struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove documents.",
        discussion: """
            Returns once the removal is durable; within a second the documents are found no more. The exit status is 1 \
            where an id names no document.

            EXAMPLES:
              timtin delete 6f1b0c5d
              timtin search --size 100 --format json 'source:old' | jq -r '.hits[].id' | xargs timtin delete
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The ids of the documents.")
    var ids: [String]

    func run() async throws {
        let deleted = try await client.connected { connection in
            // So that a part that is sent again deletes nothing that was written since, and counts what it did.
            let series = HostIdentity.randomInstance()
            var deleted = 0
            // Parts, so that no list of ids is too large for one message.
            for start in stride(from: 0, to: ids.count, by: 1_000) {
                let part = Array(ids[start..<min(start + 1_000, ids.count)])
                deleted += try await connection.call(
                    DocumentsDelete.self, .init(batch: "\(series)-\(start)", ids: part)
                ).deleted
            }
            return deleted
        }
        StandardStream.output.write("\(HumanText.count(deleted, "document")) deleted\n")
        let missing = Set(ids.map { Array($0.utf8) }).count - deleted
        guard missing > 0 else { return }
        let known = "\(HumanText.count(missing)) of \(HumanText.count(ids.count, "id"))"
        throw ProgramError.failed("\(known) named no document")
    }
}
