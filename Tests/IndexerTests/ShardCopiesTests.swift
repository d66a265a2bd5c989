import Foundation
import Protocol
import SearchIndex
import Testing

@testable import Indexer

@Suite struct `The files of a shard` {
    private let data: TemporaryFolder
    private let shard: ServedShard

    init() async throws {
        data = try TemporaryFolder()
        shard = try ServedShard(data)
    }

    private func error(_ body: () async throws -> Void) async -> RPCErrorCode? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? RPCError)?.knownCode
        }
    }

    @Test func `are named by the published generation, and sent in parts`() async throws {
        let service = shard.service
        #expect(await error { _ = try await service.manifest(.init(shard: 0)) } == .notFound)
        _ = try await shard.put((0..<40).map { Document(id: "d\($0)", title: "Lũ \($0)") })
        let state = try #require(try await service.commit(shard: nil).shards.first)
        let (manifest, attached) = try await service.manifest(.init(shard: 0))
        #expect(manifest.generation == state.generation)
        #expect(manifest.files.reduce(0) { $0 + $1.byteCount } == Int(state.byteCount))
        let named = try GenerationManifest(try #require(attached.first), source: "the shard")
        #expect(named.files.map(\.path) == manifest.files.map(\.path))
        for file in manifest.files {
            var copy: [UInt8] = []
            while copy.count < file.byteCount {
                let (part, bytes) = try await service.part(
                    .init(shard: 0, path: file.path, offset: copy.count, byteCount: 1000))
                #expect(part.byteCount == bytes[0].count)
                #expect(part.byteCount == min(1000, file.byteCount - copy.count))
                #expect(part.fileByteCount == file.byteCount)
                copy += bytes[0]
            }
            let content = FileManager.default.contents(atPath: "\(shard.folder.index)/\(file.path)")
            #expect(copy == content.map { [UInt8]($0) })
        }
        await service.stop()
    }

    @Test func `are no way to any other file`() async throws {
        let service = shard.service
        _ = try await shard.put([Document(id: "d", title: "Lũ")])
        _ = try await service.commit(shard: nil)
        let file = try #require(try await service.manifest(.init(shard: 0)).result.files.first)
        for path in ["../journal.sqlite", "CURRENT", "/etc/passwd", "segments/../../journal.sqlite", ""] {
            #expect(
                await error { _ = try await service.part(.init(shard: 0, path: path, offset: 0, byteCount: 1)) }
                    == .notFound, "\(path)")
        }
        for (offset, byteCount) in [(-1, 1), (0, 0), (0, -5), (file.byteCount + 1, 1), (.max, 1)] {
            let params = IndexSegment.Params(shard: 0, path: file.path, offset: offset, byteCount: byteCount)
            #expect(await error { _ = try await service.part(params) } == .invalidParams, "\(offset) \(byteCount)")
        }
        let end = try await service.part(.init(shard: 0, path: file.path, offset: file.byteCount, byteCount: .max))
        #expect(end.attachments == [[]])
        #expect(await error { _ = try await service.manifest(.init(shard: 1)) } == .unavailable)
        #expect(await error { _ = try await service.manifest(.init(shard: 0, generation: "x")) } == .invalidParams)
        #expect(await error { _ = try await service.manifest(.init(shard: 0, generation: "9.9")) } == .notFound)
        await service.stop()
    }
}
