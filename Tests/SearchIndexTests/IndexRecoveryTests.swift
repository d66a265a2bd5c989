import Foundation
import SearchIndex
import Testing

@Suite struct `Recovery of an index` {
    private func name(_ epoch: UInt64, _ number: UInt64) -> GenerationName { .init(epoch: epoch, number: number) }

    /// Two generations of one epoch: 30 documents, then 50.
    private func makeIndex(isSynced: Bool) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 5)
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        _ = try writer.publish(documents.puts(0..<30), through: 1)
        if isSynced { try writer.sync() }
        _ = try writer.publish(documents.puts(30..<50), through: 2)
        return folder
    }

    @Test func `removes half-written files and restores a lost pointer`() throws {
        let folder = try makeIndex(isSynced: true)
        try FileManager.default.removeItem(atPath: folder.path + "/CURRENT")
        #expect(try IndexReader.currentGeneration(folder: folder.path) == nil)
        for path in ["CURRENT", "segments/1.1.1", "live/x.live", "generations/1.3.manifest"] {
            try folder.write([1, 2, 3], to: path + ".partial")
        }
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        #expect(writer.generation?.name == name(1, 2))
        #expect(writer.generation?.through == 2)
        #expect(try folder.files().allSatisfy { !$0.hasSuffix(".partial") })
        #expect(try IndexReader(folder: folder.path).generation == writer.generation)
    }

    @Test(arguments: [true, false])
    func `goes back to the generation before when the newest manifest is damaged`(_ isCut: Bool) throws {
        let folder = try makeIndex(isSynced: false)
        var bytes = try folder.read("generations/1.2.manifest")
        if isCut { bytes.removeLast(5) } else { bytes[40] ^= 1 }
        try folder.replace("generations/1.2.manifest", by: bytes)
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        #expect(writer.generation?.name == name(1, 1))
        #expect(writer.generation?.documentCount == 30)
        #expect(try IndexReader(folder: folder.path).generation.name == name(1, 1))
        // The damaged one's name is not given again.
        #expect(try writer.publish([], through: 2).name == name(1, 3))
    }

    @Test func `verifies what was not synced to the last byte`() throws {
        let folder = try makeIndex(isSynced: true)
        let first = try IndexReader(folder: folder.path, generation: name(1, 1))
        #expect(first.generation.segmentCount == 1)
        let manifest = String(decoding: try folder.read("generations/1.1.manifest"), as: UTF8.self)
        for segment in try folder.files() where segment.hasSuffix(".seg") {
            let isSynced = manifest.contains(segment.dropFirst(9).dropLast(4))
            guard !isSynced else { continue }
            var bytes = try folder.read(segment)
            bytes[bytes.count / 2] ^= 0x10
            try folder.replace(segment, by: bytes)
        }
        let writer = try IndexWriter(folder: folder.path, epoch: 2)
        #expect(writer.generation?.name == name(1, 1))
        #expect(try writer.publish([], through: 3).name == name(2, 1))
    }

    @Test func `begins empty when nothing is left`() throws {
        let folder = try makeIndex(isSynced: true)
        for path in try folder.files() where path.hasSuffix(".seg") {
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(path)")
        }
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        #expect(writer.generation == nil)
        #expect(try writer.publish([], through: 1).name == name(1, 3))
    }

    @Test func `begins empty when a machine stopped before anything was on disk`() throws {
        let folder = try makeIndex(isSynced: false)
        for path in try folder.files() { try folder.replace(path, by: []) }
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        #expect(writer.generation == nil)
        #expect(try IndexReader.currentGeneration(folder: folder.path) == nil)
        let generation = try writer.publish([], through: 1)
        #expect(generation.name == name(1, 3))
        #expect(try IndexReader(folder: folder.path).generation == generation)
    }

    @Test func `never gives a name twice, and stops an owner who was followed by another`() throws {
        let folder = try makeIndex(isSynced: true)
        let stale = try IndexWriter(folder: folder.path, epoch: 1)
        #expect(try stale.publish([], through: 2).name == name(1, 3))
        let owner = try IndexWriter(folder: folder.path, epoch: 2)
        #expect(try owner.publish([], through: 3).name == name(2, 1))
        #expect(throws: IndexError.self) { try stale.publish([], through: 4) }
        let error = #expect(throws: IndexError.self) { try IndexWriter(folder: folder.path, epoch: 1) }
        #expect(error?.code == .stale)
        #expect(try IndexReader.currentGeneration(folder: folder.path) == name(2, 1))
        let again = try IndexWriter(folder: folder.path, epoch: 2)
        #expect(try again.publish([], through: 4).name == name(2, 2))
    }

    @Test func `leaves an open reader alone when its files are deleted`() throws {
        let folder = try makeIndex(isSynced: true)
        let queries: [Query] = [.all, .term(nil, "lũ"), .term(nil, "mường")]
        let reader = try IndexReader(folder: folder.path)
        let answers = try reader.answers(to: queries)
        let writer = try IndexWriter(folder: folder.path, epoch: 2)
        let deletions = (0..<50).map { IndexChange.delete(id: RandomDocuments.id($0)) }
        #expect(try writer.publish(deletions, through: 3).documentCount == 0)
        try writer.removeUnused(lease: .zero)
        #expect(try folder.files().allSatisfy { !$0.hasSuffix(".seg") })
        #expect(try reader.answers(to: queries) == answers)
        let error = #expect(throws: IndexError.self) {
            try IndexReader(folder: folder.path, generation: reader.generation.name)
        }
        #expect(error?.code == .missing)
    }
}
