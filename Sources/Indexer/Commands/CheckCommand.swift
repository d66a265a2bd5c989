import ArgumentParser
import SearchIndex
import ServiceSupport

/// `timtin-indexer check`.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify an index whole, and its journal.",
        discussion: """
            Reads everything, compares every checksum, and names what is damaged by file, section and bytes. An indexer may \
            run meanwhile. A damaged index of a cluster \
            is built anew from the journal by `timtin-indexer serve`; one that was built offline has to be built again.

            Exit status: 0 when all is whole, 1 when something is damaged or there is no index.

            EXAMPLES:
              timtin-indexer check built/
              timtin-indexer check data/
            """)

    @Argument(help: ArgumentHelp("An index folder, a shard's folder or a data folder.", valueName: "dir"))
    var folder: String

    func run() throws {
        let locations = try IndexLocation.find(in: folder)
        var damages: [String] = []
        for location in locations {
            let found = Self.damages(of: location)
            damages += found
            if found.isEmpty { StandardStream.output.write(Self.line(of: location)) }
        }
        for damage in damages { StandardStream.output.write("damaged: \(damage)\n") }
        guard damages.isEmpty else {
            throw ProgramError.failed("\(HumanText.count(damages.count, "damage")) found in \(folder)")
        }
    }

    /// What is wrong with an index and its journal; one sentence each.
    static func damages(of location: IndexLocation) -> [String] {
        var damages: [String] = []
        do {
            damages += try location.open()?.damages().map(\.description) ?? []
        } catch {
            damages.append("\(error)")
        }
        do {
            guard let journal = location.journal else { return damages }
            damages += try JournalCheck.damages(path: journal).map { "\(journal): \($0)" }
        } catch {
            damages.append("\(error)")
        }
        return damages
    }

    private static func line(of location: IndexLocation) -> String {
        guard let generation = try? location.open()?.generation else {
            return "whole: \(location.index): nothing is published yet\n"
        }
        return "whole: \(location.index): generation \(generation.name), \(HumanText.bytes(generation.byteCount))\n"
    }
}
