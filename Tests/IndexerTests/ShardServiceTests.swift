import Dispatch
import Foundation
import Protocol
import SearchIndex
import Synchronization
import Testing

@testable import Indexer

@Suite(.timeLimit(.minutes(2)))
struct ShardServiceTests {
    let data: TemporaryFolder

    init() throws { data = try TemporaryFolder() }

    private func document(_ number: Int, version: Int = 0) -> Document {
        Document(
            id: "bài-\(number)", kind: number.isMultiple(of: 3) ? .teaser : .article,
            title: "Tin số \(number) bản \(version)", body: ["Mường Khương đón lũ", "đoạn \(number)"])
    }

    @Test func `a document is acknowledged, found, replaced and deleted`() async throws {
        let shard = try ServedShard(data)
        #expect(try await shard.put([document(1), document(2)]) == [.created, .created])
        try await shard.expectIndexEqualsJournal()
        #expect(try await shard.put([document(1), document(2, version: 1)]) == [.unchanged, .updated])
        let deleted = try await shard.service.delete(.init(ids: ["bài-1", "bài-9"]))
        #expect(deleted.deleted == 1)
        try await shard.expectIndexEqualsJournal()
        #expect(try shard.indexed().keys.map { String(decoding: $0, as: UTF8.self) } == ["bài-2"])
        let got = try await shard.service.get(.init(ids: ["bài-2", "bài-1"]))
        #expect(got.documents.map(\.document) == [document(2, version: 1)])
        #expect(got.missing == ["bài-1"])
        await shard.service.stop()
        #expect(try shard.journal.position().indexedThrough == shard.journal.position().acknowledged)
    }

    @Test func `originals come back when asked for`() async throws {
        let shard = try ServedShard(data)
        _ = try await shard.service.put(.init(documents: [.init(document(1), original: "Trang gốc")]))
        let with = try await shard.service.get(.init(ids: ["bài-1"], withOriginal: true))
        #expect(with.documents == [.init(document(1), original: "Trang gốc")])
        #expect(try await shard.service.get(.init(ids: ["bài-1"])).documents == [.init(document(1))])
        await shard.service.stop()
    }

    @Test func `everything acknowledged is published without being asked`() async throws {
        let shard = try ServedShard(data)
        _ = try await shard.put((0..<20).map { document($0) })
        while shard.states.last?.through != 20 { await Task.yield() }
        let state = try #require(shard.states.last)
        #expect(state.documents == 20)
        #expect(state.folder == "shards/0000")
        #expect(state.behind.isEmpty || state.behind.allSatisfy { $0.generation != state.generation })
        await shard.service.stop()
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `after any writes and restarts the index equals the journal`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var shard = try ServedShard(data)
        for _ in 0..<15 {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                await shard.service.stop()
                shard = try ServedShard(data)
            case 1:
                let ids = (0..<3).map { _ in "bài-\(Int.random(in: 0..<40, using: &generator))" }
                _ = try await shard.service.delete(.init(ids: ids))
            default:
                let documents = (0..<Int.random(in: 1..<20, using: &generator)).map { _ in
                    document(
                        Int.random(in: 0..<40, using: &generator), version: Int.random(in: 0..<3, using: &generator))
                }
                _ = try await shard.put(documents)
            }
            if Bool.random(using: &generator) { try await shard.expectIndexEqualsJournal() }
        }
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `each batch has its effect once, however often and in whatever order it comes`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var shard = try ServedShard(data)
        var batches: [(DocumentsPut.Params, DocumentsPut.Result)] = []
        var expected: [String: Document] = [:]
        for number in 0..<60 {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                await shard.service.stop()
                shard = try ServedShard(data)
            case 1...3:
                guard let (params, answer) = batches.randomElement(using: &generator) else { continue }
                #expect(try await shard.service.put(params) == answer)
            default:
                let documents = (0..<Int.random(in: 1..<4, using: &generator)).map { _ in
                    document(Int.random(in: 0..<6, using: &generator), version: number)
                }
                let params = DocumentsPut.Params(batch: "\(number)", documents: documents.map { .init($0) })
                batches.append((params, try await shard.service.put(params)))
                for document in documents { expected[document.id] = document }
            }
        }
        let found = try await shard.service.get(.init(ids: (0..<6).map { "bài-\($0)" }))
        #expect(Dictionary(uniqueKeysWithValues: found.documents.map { ($0.document.id, $0.document) }) == expected)
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
    }

    @Test func `killed between publishing and the mark, nothing is lost and nothing double`() async throws {
        let shard = try ServedShard(
            data,
            wrapping: {
                WatchedJournal($0) { throw RPCError(.readOnly, detail: "as if the process were killed before") }
            })
        _ = try await shard.put((0..<20).map { document($0) })
        _ = try await shard.service.commit(shard: 0)
        _ = try await shard.service.delete(.init(ids: ["bài-3"]))
        _ = try await shard.service.commit(shard: 0)
        #expect(try shard.journal.position().indexedThrough == 0)
        // What a killed process leaves behind: the files as they are.
        let image = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: data.path + "/shards", toPath: image.path + "/shards")
        let next = try ServedShard(image)
        try await next.expectIndexEqualsJournal()
        #expect(try next.indexed().count == 19)
        await next.service.stop()
        await shard.service.stop()
    }

    @Test func `an index that is gone, damaged or another's is built anew from the journal`() async throws {
        var shard = try ServedShard(data)
        _ = try await shard.put((0..<30).map { document($0) })
        _ = try await shard.service.delete(.init(ids: ["bài-3"]))
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
        let names = Set(shard.states.compactMap(\.generation))
        let damages: [(String) throws -> Void] = [
            { try FileManager.default.removeItem(atPath: $0) },
            { folder in
                let segments = try FileManager.default.contentsOfDirectory(atPath: folder + "/segments")
                let path = try #require(segments.first { $0.hasSuffix(".seg") })
                let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(folder)/segments/\(path)"))
                let middle = try file.seekToEnd() / 2
                try file.seek(toOffset: middle)
                try file.write(contentsOf: Data(repeating: 0xFF, count: 64))
                try file.close()
            },
            { try FileManager.default.removeItem(atPath: $0 + "/segments") },
            { folder in
                // What a program of another version of the format left.
                for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/segments") {
                    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(folder)/segments/\(name)"))
                    try file.seek(toOffset: 8)
                    try file.write(contentsOf: Data([0, 0, 0, 0]))
                    try file.close()
                }
            },
        ]
        for damage in damages {
            try damage(shard.folder.index)
            shard = try ServedShard(data)
            try await shard.expectIndexEqualsJournal()
            #expect(try shard.indexed().count == 29)
            await shard.service.stop()
            let announced = Set(shard.states.compactMap(\.generation))
            #expect(announced.isDisjoint(with: names), "names of generations are used again")
            #expect(!FileManager.default.fileExists(atPath: shard.folder.index + ".before"))
            // Nothing smaller than what was there before is announced.
            #expect(shard.states.allSatisfy { $0.documents == 29 })
        }
        // A journal that begins anew beside an index of another one, which is damaged besides.
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: shard.folder.index + "/CURRENT"))
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: shard.folder.journal + suffix)
        }
        shard = try ServedShard(data)
        _ = try await shard.put([document(100)])
        try await shard.expectIndexEqualsJournal()
        #expect(try shard.indexed().count == 1)
        await shard.service.stop()
    }

    @Test func `an index that vanishes under a running indexer is built anew`() async throws {
        let shard = try ServedShard(data)
        _ = try await shard.put((0..<10).map { document($0) })
        try await shard.expectIndexEqualsJournal()
        try FileManager.default.removeItem(atPath: shard.folder.index)
        _ = try await shard.put((10..<20).map { document($0) })
        try await shard.expectIndexEqualsJournal()
        #expect(try shard.indexed().count == 20)
        await shard.service.stop()
    }

    @Test func `publishing does not wait for the disk, and stopping does`() async throws {
        let release = DispatchSemaphore(value: 0)
        let heldCount = Atomic<Int>(0)
        // A merge that ended late would be synced too.
        var options = ShardService.Options.quick
        options.index.mergeFactor = 8
        let shard = try ServedShard(
            data, options: options,
            wrapping: {
                WatchedJournal($0) {
                    // The first sync hangs until the test lets it go.
                    if heldCount.add(1, ordering: .relaxed).oldValue == 0 { release.wait() }
                }
            })
        for number in 0..<5 {
            _ = try await shard.put([document(number)])
            try await shard.expectIndexEqualsJournal()
        }
        try await eventually { heldCount.load(ordering: .relaxed) == 1 }
        #expect(try shard.journal.position().indexedThrough == 0)
        let stopping = Task { await shard.service.stop() }
        release.signal()
        await stopping.value
        #expect(try shard.journal.position().indexedThrough == 5)
        #expect(heldCount.load(ordering: .relaxed) == 2)
    }

    @Test func `what memory does not hold is read back from the journal`() async throws {
        var options = ShardService.Options.quick
        options.bufferByteCountMax = 1
        options.limits.publishDelay = .milliseconds(50)
        let shard = try ServedShard(data, options: options)
        for round in 0..<20 { _ = try await shard.put((0..<5).map { document(round * 3 + $0, version: round) }) }
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
    }

    @Test func `on a full disk nothing is acknowledged, and it goes on by itself when there is room`() async throws {
        let shard = try ServedShard(data)
        let journal = try #require(shard.journal as? SQLiteJournal)
        _ = try await shard.put([document(1)])
        try journal.limit(byteCount: 1)
        var large = document(2)
        // Content that does not compress, so that it needs pages that are not there.
        var generator = SeededGenerator(seed: 7)
        large.body = (0..<20_000).map { _ in String(generator.next(), radix: 36) }
        await #expect {
            _ = try await shard.put([large])
        } throws: { ($0 as? RPCError)?.knownCode == .readOnly }
        #expect(try await shard.service.get(.init(ids: ["bài-1", "bài-2"])).missing == ["bài-2"])
        try await shard.expectIndexEqualsJournal()
        try journal.limit(byteCount: 1 << 30)
        #expect(try await shard.put([large]) == [.created])
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
    }

    @Test func `who is overtaken stops, and says so`() async throws {
        let shard = try ServedShard(data)
        _ = try await shard.put([document(1)])
        let other = try SQLiteJournal(path: shard.folder.journal)
        _ = try other.takeOver(above: 0)
        await #expect {
            _ = try await shard.put([document(2)])
        } throws: { ($0 as? RPCError)?.knownCode == .staleEpoch }
        #expect(!shard.failures.isEmpty)
        await shard.service.stop()
    }

    @Test func `after stopping, writes are refused and may be sent again`() async throws {
        let shard = try ServedShard(data)
        await shard.service.stop()
        await #expect {
            _ = try await shard.put([document(1)])
        } throws: { ($0 as? RPCError)?.knownCode == .shuttingDown }
    }

    @Test func `a document that is refused leaves the others alone`() async throws {
        var options = ShardService.Options.quick
        options.documentByteCountMax = 1000
        let shard = try ServedShard(data, options: options)
        var large = document(2)
        large.body = [String(repeating: "a", count: 2000)]
        let result = try await shard.service.put(
            .init(documents: [.init(document(1)), .init(large), .init(document(3))]))
        #expect(result.outcomes.map(\.outcome) == [.created, .refused, .created])
        #expect(result.outcomes[1].reason?.contains("at most 1000") == true)
        #expect(result.sequences == [ShardSequence(shard: 0, sequence: 2)])
        await shard.service.stop()
    }

    @Test func `a document that cannot be read is refused alone, with its place and the reason`() async throws {
        let shard = try ServedShard(data)
        let documents: [DocumentsPut.ReadDocument] = [
            .readable(.init(document(1))), .unreadable(id: "x", reason: "no title (/document/title)"),
            .readable(.init(document(2))),
        ]
        var params = DocumentsPut.ReadParams(.init(batch: "b", documents: []))
        params.documents = documents
        let first = try await shard.service.put(params)
        #expect(first.outcomes.map(\.index) == [0, 1, 2])
        #expect(first.outcomes.map(\.outcome) == [.created, .refused, .created])
        #expect(first.outcomes[1].id == "x")
        #expect(first.outcomes[1].reason?.hasSuffix("no title (/document/title)") == true)
        #expect(try await shard.service.put(params) == first)
        await shard.service.stop()
    }

    @Test func `a write that comes again later undoes nothing, in the journal and in the index`() async throws {
        var shard = try ServedShard(data)
        func put(_ batch: String, version: Int) async throws -> DocumentsPut.Result {
            try await shard.service.put(.init(batch: batch, documents: [.init(document(1, version: version))]))
        }
        let first = try await put("a", version: 1)
        _ = try await put("b", version: 2)
        #expect(try await put("a", version: 1) == first)
        #expect(first.outcomes.map(\.outcome) == [.created])
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
        shard = try ServedShard(data)
        #expect(try await put("a", version: 1) == first)
        #expect(
            try await shard.service.get(.init(ids: ["bài-1"])).documents.map(\.document) == [document(1, version: 2)])
        let deletion = try await shard.service.delete(.init(batch: "c", ids: ["bài-1"]))
        _ = try await put("d", version: 3)
        #expect(try await shard.service.delete(.init(batch: "c", ids: ["bài-1"])) == deletion)
        #expect(deletion.deleted == 1)
        try await shard.expectIndexEqualsJournal()
        #expect(try shard.indexed().count == 1)
        await shard.service.stop()
    }

    @Test func `a batch that is sent several times at once is written once, and all are answered alike`() async throws {
        let shard = try ServedShard(data)
        let answers = try await withThrowingTaskGroup(of: (Int, DocumentsPut.Result).self) { group in
            for send in 0..<120 {
                let batch = send % 40
                let documents = (0..<3).map { document(batch * 3 + $0) }
                let params = DocumentsPut.Params(batch: "\(batch)", documents: documents.map { .init($0) })
                group.addTask { (batch, try await shard.service.put(params)) }
            }
            return try await group.reduce(into: [Int: Set<DocumentsPut.Result>]()) {
                $0[$1.0, default: []].insert($1.1)
            }
        }
        #expect(answers.count == 40)
        #expect(answers.values.allSatisfy { $0.count == 1 })
        #expect(shard.service.memberState.owned?.first?.acknowledged == 120)
        #expect(shard.service.memberState.counters?["repeatedBatches"] == 80)
        try await shard.expectIndexEqualsJournal()
        await shard.service.stop()
    }

    @Test(arguments: ["", String(repeating: "x", count: 257)])
    func `a batch's name has a length`(name: String) async throws {
        let shard = try ServedShard(data)
        await #expect {
            _ = try await shard.service.put(.init(batch: name, documents: [.init(document(1))]))
        } throws: { ($0 as? RPCError)?.data.pointer == "/params/batch" }
        await #expect(throws: RPCError.self) { try await shard.service.delete(.init(batch: name, ids: ["a"])) }
        #expect(shard.service.memberState.owned?.first?.acknowledged == 0)
        await shard.service.stop()
    }

    @Test func `another shard's questions are sent away`() async throws {
        let shard = try ServedShard(data)
        #expect(throws: RPCError.self) { try shard.service.generation(shard: 1) }
        #expect(try shard.service.generation(shard: 0).shards.map(\.shard) == [0])
        await #expect(throws: RPCError.self) { try await shard.service.get(.init(ids: [])) }
        await shard.service.stop()
    }
}
