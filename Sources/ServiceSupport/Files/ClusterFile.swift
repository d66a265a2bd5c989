import Foundation
import Protocol

/// What a data folder says of the cluster that it belongs to: `cluster.json`, written when the folder is first used.
///
/// The number of shards decides where each document lies, so that it is fixed from then on.
public struct ClusterFile: Codable, Hashable, Sendable {
    /// How many shards the cluster has, at least 1.
    public var shards: Int

    /// Creates the content of a file.
    public init(shards: Int) { self.shards = shards }

    /// Where the file of a data folder is.
    public static func path(in data: String) -> String { data + "/cluster.json" }

    /// What a data folder says; nil where it says nothing, being new or of a version that wrote no such file.
    ///
    /// - Throws: ``ProgramError`` for a file that cannot be read or understood.
    public static func read(in data: String) throws(ProgramError) -> ClusterFile? {
        let path = path(in: data)
        guard let content = try AtomicFile.read(path) else { return nil }
        guard let file = try? WireCoder.decode(ClusterFile.self, from: content), file.shards > 0 else {
            throw .failed(
                "\(path) does not say how many shards there are: write {\"shards\": N} with the number that the cluster was created with"
            )
        }
        return file
    }

    /// Makes sure that a data folder is that of a cluster of so many shards: writes the file where there is none.
    ///
    /// Safe when several processes do so at once: one writes, the others compare.
    ///
    /// - Parameters:
    ///   - source: Who says that there are so many, such as `--shards` or `the broker`.
    ///   - data: The data folder, which is made where it is not there.
    /// - Throws: ``ProgramError`` when the folder is that of another number, or cannot be written.
    public static func establish(shards: Int, saidBy source: String, in data: String) throws(ProgramError) {
        try AtomicFile.makeFolder(data)
        if try check(shards: shards, saidBy: source, in: data) { return }
        try AtomicFile.create(Array("{\"shards\": \(shards)}\n".utf8), at: path(in: data))
        // Another process may have been quicker.
        _ = try check(shards: shards, saidBy: source, in: data)
    }

    /// Compares a number of shards with what a data folder says.
    ///
    /// - Returns: Whether the folder says anything.
    /// - Throws: ``ProgramError`` when it says another number, or cannot be read.
    @discardableResult
    public static func check(shards: Int, saidBy source: String, in data: String) throws(ProgramError) -> Bool {
        guard let file = try read(in: data) else { return false }
        guard file.shards == shards else { throw mismatch(file.shards, shards, saidBy: source, in: data) }
        return true
    }

    private static func mismatch(_ own: Int, _ other: Int, saidBy source: String, in data: String) -> ProgramError {
        .failed(
            "\(data) was created for \(own) \(own == 1 ? "shard" : "shards") (\(path(in: data))), but \(source) says \(other): the number is fixed when a data folder is created; start the cluster with --shards \(own), or name another --data"
        )
    }
}
