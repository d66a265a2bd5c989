import DocumentReading
import Foundation
import Hashing
import Protocol
import ServiceSupport
import Testing

@testable import Ingestor

@Suite struct FileClaimTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID().uuidString)").path

    @Test func `a claim is one's alone until it is given back or its holder is gone`() throws {
        let key = Hash128(high: 7, low: 1)
        let other = Hash128(high: 70, low: 1)
        let second = try FileClaims(path: path)
        do {
            // Each has a file of its own open, as processes have.
            let first = try FileClaims(path: path)
            #expect(try first.take(key))
            #expect(try !second.take(key))
            #expect(try second.take(other))
            #expect(try !first.take(other))
            first.giveBack(key)
            #expect(try second.take(key))
            second.giveBack(key)
            #expect(try first.take(key))
            // A part of the process that opens and closes the file takes no claim away.
            close(open(path, O_RDWR))
            #expect(try !second.take(key))
        }
        #expect(try second.take(key))
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func `thousands of claims are held at once, the greatest keys among them`() throws {
        let first = try FileClaims(path: path)
        let second = try FileClaims(path: path)
        let keys = (0..<3_000).map { XXH3.hash128(Array("\($0)".utf8)) } + [Hash128(high: .max, low: .max)]
        for key in keys { #expect(try first.take(key)) }
        for key in keys { #expect(try !second.take(key)) }
        try FileManager.default.removeItem(atPath: path)
    }
}

@Suite struct WatchStoreTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
    private static let file = WatchedFile(
        folder: "/news", name: "a.jsonl", stamp: FileStamp(byteCount: 9, modified: 1, changed: 1, number: 3))

    private static func shard(_ acknowledged: UInt64) -> [ShardState] {
        [
            ShardState(
                shard: 0, epoch: 1, generation: nil, through: 0, acknowledged: acknowledged, documents: 0, segments: 0,
                byteCount: 0, folder: "", behind: [])
        ]
    }

    private func quarantine() -> String {
        let path = path + "/quarantine/\(Self.file.key.hex).jsonl"
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test func `a record is of one content, and its quarantine goes with it`() throws {
        let store = try WatchStore(path: path, shards: Self.shard(0))
        #expect(store.record(of: Self.file) == nil)
        var record = store.newRecord(of: Self.file)
        record.position = ReadPosition(input: "/news", file: "a.jsonl", offset: 5, line: 2)
        try store.save(record, of: Self.file.key, quarantined: Array("one\n".utf8))
        let saved = try #require(try WatchStore(path: path, shards: Self.shard(0)).record(of: Self.file))
        #expect(saved.position == record.position && saved.quarantineByteCount == 4 && !saved.isDone)

        // A process that died between its lines and its record: the lines are written again, once.
        try store.save(saved, of: Self.file.key, quarantined: Array("lost\n".utf8))
        store.begin(saved, of: Self.file.key)
        #expect(quarantine() == "one\n")
        try store.save(saved, of: Self.file.key, quarantined: Array("two\n".utf8))
        #expect(quarantine() == "one\ntwo\n")

        var changed = Self.file
        changed.stamp.modified = 2
        #expect(store.record(of: changed) == nil)
        store.begin(store.newRecord(of: changed), of: changed.key)
        #expect(quarantine() == "")
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func `what was written down for journals that are gone does not count`() throws {
        let store = try WatchStore(path: path, shards: Self.shard(0))
        var record = store.newRecord(of: Self.file)
        record.isDone = true
        try store.save(record, of: Self.file.key, quarantined: [])
        try store.note([ShardSequence(shard: 0, sequence: 10)])
        try store.note([ShardSequence(shard: 0, sequence: 8)])
        #expect(try WatchStore(path: path, shards: Self.shard(12)).record(of: Self.file)?.isDone == true)
        #expect(try WatchStore(path: path, shards: Self.shard(9)).record(of: Self.file) == nil)
        // Two that start at once take part in the same series.
        let new = try WatchStore(path: path, shards: Self.shard(9))
        #expect(
            try WatchStore(path: path, shards: Self.shard(9)).newRecord(of: Self.file) == new.newRecord(of: Self.file))
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func `files that are gone are forgotten, unless somebody has them`() throws {
        let store = try WatchStore(path: path, shards: [])
        let other = try WatchStore(path: path, shards: [])
        let gone = WatchedFile(folder: "/news", name: "b.txt", stamp: Self.file.stamp)
        for file in [Self.file, gone] {
            try store.save(store.newRecord(of: file), of: file.key, quarantined: Array("x\n".utf8))
        }
        #expect(try other.claims.take(gone.key))
        try store.forgetAll(but: [Self.file.key])
        #expect(store.record(of: gone) != nil)
        other.claims.giveBack(gone.key)
        try store.forgetAll(but: [Self.file.key])
        #expect(store.record(of: gone) == nil && store.record(of: Self.file) != nil)
        try FileManager.default.removeItem(atPath: path)
    }
}
