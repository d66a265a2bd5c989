import Foundation
import Logging
import Protocol
import SearchIndex

@testable import QueryService

/// A small index in a folder of its own, laid out as an indexer does, and removed at the end.
final class SampleIndex {
    let folder: URL
    private var writers: [Int: IndexWriter] = [:]

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() {
        folder = FileManager.default.temporaryDirectory.appending(path: "timtin-query-\(UUID().uuidString.prefix(8))")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func indexFolder(_ shard: Int) -> String { folder.appending(path: "shards/000\(shard)/index").path }

    /// Publishes a generation with these documents; their number is the journal's.
    @discardableResult
    func publish(_ documents: [Document], shard: Int = 0, through: UInt64) throws -> Generation {
        let documents = try documents.map { document in
            IndexDocument(
                id: Array(document.id.utf8), texts: HitMaker.texts(of: document),
                keywords: [(.kind, [document.kind.rawValue])], stored: try WireCoder.encode(document))
        }
        return try publish(documents, shard: shard, through: through)
    }

    @discardableResult
    func publish(_ documents: [IndexDocument], shard: Int = 0, through: UInt64) throws -> Generation {
        if writers[shard] == nil {
            try FileManager.default.createDirectory(
                atPath: indexFolder(shard), withIntermediateDirectories: true)
            writers[shard] = try IndexWriter(folder: indexFolder(shard), epoch: 1)
        }
        return try writers[shard]!.publish(documents.map(IndexChange.put), through: through)
    }

    /// Makes one segment of all and publishes that; nil where there is only one already.
    func merge(shard: Int = 0) throws -> Generation? {
        guard let plan = writers[shard]?.planMergeOfAll() else { return nil }
        return try writers[shard]?.install(try plan.run())
    }

    /// Deletes the files that only older generations name.
    func removeUnused(shard: Int = 0) throws { try writers[shard]!.removeUnused(lease: .zero) }

    /// A shard's state as its indexer tells it.
    static func state(
        _ generation: Generation?, shard: Int = 0, acknowledged: UInt64? = nil, behind: [GenerationAge] = []
    ) -> ShardState {
        ShardState(
            shard: shard, epoch: 1, generation: generation.map { "\($0.name)" }, through: generation?.through ?? 0,
            acknowledged: acknowledged ?? generation?.through ?? 0, documents: 1, segments: 1, byteCount: 1,
            folder: "shards/000\(shard)", behind: behind)
    }

    /// A worker's shards on this index.
    func shards(_ count: Int = 1) async throws -> OpenShards {
        let shards = OpenShards(dataFolder: folder.path, logger: Self.quiet)
        try await shards.begin(shards: count) {}
        return shards
    }

    static func document(_ number: Int, _ body: String = "") -> Document {
        Document(id: "tin-\(number)", title: "Tin số \(number)", body: ["chung riêng\(number) \(body)"])
    }
}
