import Foundation
import SearchIndex
import ServiceSupport

/// An index that a person named: its folder, and the journal beside it where there is one.
struct IndexLocation: Hashable, Sendable {
    var index: String
    /// Absent in an index that was built offline.
    var journal: String?

    /// The indexes of a folder: an index folder itself, a shard's folder, or a data folder with all its shards.
    ///
    /// - Throws: ``ProgramError`` when there is none.
    static func find(in folder: String) throws -> [IndexLocation] {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ProgramError.failed("\(folder) is no folder: name an index folder, a shard's folder or a data folder")
        }
        let shards = (try? files.contentsOfDirectory(atPath: folder + "/shards")) ?? []
        let found = [folder] + shards.sorted().map { "\(folder)/shards/\($0)" }
        let locations = found.compactMap { shard -> IndexLocation? in
            let journal = shard + "/journal.sqlite"
            if files.fileExists(atPath: journal) { return IndexLocation(index: shard + "/index", journal: journal) }
            return files.fileExists(atPath: shard + "/CURRENT") ? IndexLocation(index: shard) : nil
        }
        guard !locations.isEmpty else {
            throw ProgramError.failed(
                "\(folder) holds no index: name the --output of a build, or the --data of an indexer")
        }
        return locations
    }

    /// Opens the current generation; nil where nothing was published yet.
    func open() throws -> IndexReader? {
        guard FileManager.default.fileExists(atPath: index),
            let name = try IndexReader.currentGeneration(folder: index)
        else { return nil }
        return try IndexReader(folder: index, generation: name)
    }
}
