import Foundation
import Protocol
import SearchIndex
import ServiceSupport
import Testing

@testable import Indexer

struct ServingTests {
    @Test func `a shard is one process's, and who has it is said`() throws {
        let data = try TemporaryFolder()
        let folder = ShardFolder(data: data.path, shard: 12)
        #expect(folder.relativePath == "shards/0012")
        do {
            let lock = try #require(try ShardLock.take(folder))
            #expect(try ShardLock.take(folder) == nil)
            #expect(ShardLock.holder(of: folder).hasPrefix("process \(HostIdentity.processID) on "))
            #expect(try ShardLock.take(ShardFolder(data: data.path, shard: 1)) != nil)
            withExtendedLifetime(lock) {}
        }
        #expect(try ShardLock.take(folder) != nil)
        #expect(ShardLock.holder(of: folder) == "another process")
    }

    @Test func `the cluster's size is what the folder says, and a folder of an older version is asked by its journals`()
        throws
    {
        let data = try TemporaryFolder()
        #expect(try ClusterSize.known(in: data.path) == nil)
        let folder = ShardFolder(data: data.path, shard: 2)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try SQLiteJournal(path: folder.journal).establish(ShardIdentity(shard: 2, shards: 3))
        #expect(try ClusterSize.known(in: data.path) == 3)
        #expect(try ClusterFile.read(in: data.path) == ClusterFile(shards: 3))
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(try ClusterSize.known(in: data.path) == 3)
    }

    @Test func `an endpoint that others can use is announced`() throws {
        func resolve(_ option: String, bound: String, broker: String = "tcp://10.0.0.1:5570") throws -> String {
            try AdvertisedEndpoint.resolve(option: option, bound: bound, broker: broker) { broker in
                broker == nil ? "10.9.9.9" : "10.0.0.7"
            }
        }
        #expect(try resolve("auto", bound: "tcp://127.0.0.1:4000") == "tcp://127.0.0.1:4000")
        #expect(try resolve("auto", bound: "ipc://a/b") == "ipc://a/b")
        #expect(try resolve("auto", bound: "tcp://0.0.0.0:4000") == "tcp://10.0.0.7:4000")
        #expect(try resolve("auto", bound: "tcp://[::]:4000", broker: "ipc://x") == "tcp://10.9.9.9:4000")
        #expect(try resolve("tcp://indexer:*", bound: "tcp://0.0.0.0:4000") == "tcp://indexer:4000")
        #expect(try resolve("tcp://indexer:80", bound: "tcp://0.0.0.0:4000") == "tcp://indexer:80")
        for option in ["tcp://*:80", "nonsense", "tcp://0.0.0.0:0"] {
            let error = #expect(throws: ProgramError.self) { try resolve(option, bound: "tcp://0.0.0.0:4000") }
            #expect(error?.status == .usage)
        }
    }

    @Test func `the way to this machine leads over loopback`() {
        #expect(LocalAddress.towards(host: "127.0.0.1", port: 5570) == "127.0.0.1")
    }

    @Test func `a document is encoded once, and refused with a reason`() throws {
        var preparation = DocumentPreparation(identity: ShardIdentity(shard: 0, shards: 1), documentByteCountMax: 1000)
        let document = Document(id: "a", title: "Lũ về Mường Khương", body: ["Một", "Hai"], tags: ["lũ"])
        let prepared = try preparation.prepare(DocumentsPut.PutDocument(document, original: "text"))
        #expect(try StoredDocument.content(prepared.record.document, id: []) == prepared.document.stored)
        #expect(try StoredDocument.document(prepared.document.stored, id: []) == document)
        #expect(try StoredDocument.content(prepared.record.original ?? [], id: []) == Array("text".utf8))
        #expect(prepared.document.texts.map(\.field.name) == ["title", "body"])
        #expect(prepared.document.keywords.map(\.field.name) == ["kind", "tags"])
        let other = try preparation.prepare(DocumentsPut.PutDocument(document, original: "other"))
        #expect(other.record.contentHash != prepared.record.contentHash)
        let large = DocumentsPut.PutDocument(Document(id: "a", title: String(repeating: "a", count: 2000)))
        #expect(throws: Refusal.self) { try preparation.prepare(large) }
        #expect(throws: Refusal.self) {
            try preparation.prepare(.init(Document(id: "a", title: ""), original: String(repeating: "a", count: 2000)))
        }
        let shard = ShardRouting.shard(of: "a".utf8, shards: 2)
        preparation.identity = ShardIdentity(shard: 1 - shard, shards: 2)
        let refusal = #expect(throws: Refusal.self) { try preparation.prepare(DocumentsPut.PutDocument(document)) }
        #expect(refusal?.reason == "the document belongs to shard \(shard) of 2, this is shard \(1 - shard)")
    }
}
