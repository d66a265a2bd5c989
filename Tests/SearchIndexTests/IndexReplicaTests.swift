import SearchIndex
import Testing

@testable import class SearchIndex.GenerationFiles

@Suite struct `A copy of an index` {
    @Test func `reads what generations name, and nothing else`() throws {
        let source = try TemporaryFolder()
        var documents = RandomDocuments(seed: 21)
        let writer = try IndexWriter(folder: source.path, epoch: 1)
        let first = try writer.publish(documents.puts(0..<40), through: 1)
        let files = GenerationFiles(folder: source.path)
        let manifest = try files.manifest(of: first.name)
        #expect(manifest.generation == first)
        let file = try #require(manifest.files.first)
        let whole = try source.read(file.path)
        #expect(try files.read(file.path, at: 0, upTo: 1 << 20).bytes == whole)
        let end = try files.read(file.path, at: file.byteCount - 5, upTo: 100)
        #expect(end.bytes == Array(whole.suffix(5)))
        #expect(end.fileByteCount == file.byteCount)
        #expect(try files.read(file.path, at: file.byteCount + 7, upTo: 100).bytes.isEmpty)
        try source.write([1], to: "secret")
        for path in ["secret", "CURRENT", "../secret", "segments/../secret", "/etc/passwd", "", "segments"] {
            let error = #expect(throws: IndexError.self) { try files.read(path, at: 0, upTo: 10) }
            #expect(error?.code == .missing)
        }
        // A reader that knows no generation yet finds the name in the folder; one that is gone is missing.
        let fresh = GenerationFiles(folder: source.path)
        #expect(try fresh.read(file.path, at: 0, upTo: 4).bytes == Array(whole.prefix(4)))
        _ = try writer.publish((0..<40).map { .delete(id: RandomDocuments.id($0)) }, through: 2)
        try writer.removeUnused(lease: .zero)
        let error = #expect(throws: IndexError.self) { try files.read(file.path, at: 0, upTo: 10) }
        #expect(error?.code == .missing)
    }

    @Test func `keeps no generation in mind that is long gone`() throws {
        let source = try TemporaryFolder()
        let writer = try IndexWriter(folder: source.path, epoch: 1)
        let files = GenerationFiles(folder: source.path)
        for number in 1...200 {
            let generation = try writer.publish([IndexChange](), through: UInt64(number))
            #expect(try files.manifest(of: generation.name).generation == generation)
            try writer.removeUnused(lease: .zero)
        }
        #expect(files.namedCount < 100)
    }

    @Test func `answers as the index does after any publishes, merges, kills and damage`() throws {
        for seed in UInt64(0)..<12 {
            var copying = try Copying(seed: seed)
            for step in 1...25 { try copying.step(step) }
            try copying.finish()
        }
    }

    @Test func `keeps out what is not what its name says`() throws {
        let source = try TemporaryFolder()
        var documents = RandomDocuments(seed: 23)
        let generation = try IndexWriter(folder: source.path, epoch: 1).publish(documents.puts(0..<60), through: 1)
        let files = GenerationFiles(folder: source.path)
        let manifest = try files.manifest(of: generation.name)
        let file = try #require(manifest.files.first)
        var bytes = try source.read(file.path)
        let target = try TemporaryFolder()
        let replica = try IndexReplica(folder: target.path)
        // Every part of the file counts: its header, its sections, what fills them up, its size.
        for place in [3, 500, bytes.count / 2, bytes.count - 1] {
            bytes[place] ^= 0x20
            try replica.write(bytes, at: 0, of: file)
            let error = #expect(throws: IndexError.self) { try replica.place(file) }
            #expect(error?.code == .damaged)
            #expect(replica.missing(of: manifest).map(\.byteCount) == [0])
            bytes[place] ^= 0x20
        }
        try replica.write(Array(bytes.dropLast(64)), at: 0, of: file)
        #expect(throws: IndexError.self) { try replica.place(file) }
        #expect(throws: IndexError.self) { try replica.install(manifest) }
        #expect(try replica.openNewest() == nil)
        try replica.write(bytes, at: 0, of: file)
        try replica.place(file)
        #expect(try replica.install(manifest).generation == generation)
        try replica.sync()
        #expect(try IndexReplica(folder: target.path).openNewest()?.generation == generation)
    }

    @Test func `deletes what was not synced and is damaged, and what nobody names`() throws {
        let source = try TemporaryFolder()
        var documents = RandomDocuments(seed: 24)
        let writer = try IndexWriter(folder: source.path, epoch: 1)
        let first = try writer.publish(documents.puts(0..<30), through: 1)
        let target = try TemporaryFolder()
        var replica = try IndexReplica(folder: target.path)
        let files = GenerationFiles(folder: source.path)
        let old = try files.manifest(of: first.name)
        try replica.copy(old, from: files)
        try replica.sync()
        let second = try writer.publish(documents.puts(30..<60), through: 2)
        let new = try files.manifest(of: second.name)
        try replica.copy(new, from: files)
        // Before it is synced both generations are kept: after a loss of power the older one may be all there is.
        try replica.removeUnused()
        let segment = try #require(new.files.last?.path)
        var bytes = try target.read(segment)
        bytes[bytes.count - 70] ^= 1
        try target.replace(segment, by: bytes)
        replica = try IndexReplica(folder: target.path)
        #expect(try replica.openNewest()?.generation == first)
        #expect(replica.missing(of: new).map(\.file.path) == [segment])
        try replica.copy(new, from: files)
        try replica.sync()
        try replica.removeUnused()
        #expect(try target.files().filter { $0.hasSuffix(".manifest") }.count == 1)
        #expect(try IndexReplica(folder: target.path).openNewest()?.generation == second)
    }
}

extension IndexReplica {
    /// Copies what is missing of a generation, and opens it.
    @discardableResult
    fileprivate func copy(_ manifest: GenerationManifest, from files: GenerationFiles) throws -> IndexReader {
        for (file, _) in missing(of: manifest) {
            try write(files.read(file.path, at: 0, upTo: Int(file.byteCount)).bytes, at: 0, of: file)
            try place(file)
        }
        return try install(manifest)
    }
}

/// An index that changes, and a copier that is killed in between.
private struct Copying {
    private let source: TemporaryFolder
    private let target: TemporaryFolder
    private let writer: IndexWriter
    private let files: GenerationFiles
    private var replica: IndexReplica
    private var documents: RandomDocuments
    private var copied: GenerationName?

    init(seed: UInt64) throws {
        source = try TemporaryFolder()
        target = try TemporaryFolder()
        var settings = IndexSettings()
        settings.mergeFactor = 3
        writer = try IndexWriter(folder: source.path, epoch: 1, settings: settings)
        files = GenerationFiles(folder: source.path)
        replica = try IndexReplica(folder: target.path)
        documents = RandomDocuments(seed: seed)
    }

    mutating func step(_ number: Int) throws {
        switch Int.random(in: 0..<8, using: &documents.random) {
        case 0, 1, 2: _ = try writer.publish(documents.changes(20, of: 80), through: UInt64(number))
        case 3: if let merged = try writer.planMerge()?.run() { _ = try writer.install(merged) }
        case 4: try writer.removeUnused(lease: .zero)
        case 5:
            // A kill: what was in memory is gone.
            replica = try IndexReplica(folder: target.path)
            #expect(try replica.openNewest()?.generation.name == copied)
        default: try copy(upTo: Int.random(in: 0...6, using: &documents.random))
        }
    }

    mutating func finish() throws {
        _ = try writer.publish([IndexChange](), through: 99)
        try copy(upTo: .max)
        let queries = (0..<30).map { _ in documents.query() }
        let reader = try #require(try IndexReplica(folder: target.path).openNewest())
        #expect(reader.generation == writer.generation)
        try reader.check()
        #expect(try reader.answers(to: queries) == IndexReader(folder: source.path).answers(to: queries))
        let named = try files.manifest(of: reader.generation.name).files.map(\.path)
        let kept = try target.files().filter { $0.hasPrefix("segments/") || $0.hasPrefix("live/") }
        #expect(Set(kept) == Set(named))
    }

    /// Copies so many parts of what is missing, some of them damaged on their way.
    private mutating func copy(upTo partCount: Int) throws {
        guard let name = writer.generation?.name, name != copied else { return }
        let manifest = try files.manifest(of: name)
        try replica.removeUnused(but: manifest)
        var partsLeft = partCount
        for (file, done) in replica.missing(of: manifest) {
            var offset = done
            while offset < file.byteCount {
                guard partsLeft > 0 else { return }
                partsLeft -= 1
                var bytes = try files.read(file.path, at: offset, upTo: 3000).bytes
                let isDamaged = Int.random(in: 0..<20, using: &documents.random) == 0
                if isDamaged { bytes[bytes.count / 2] ^= 1 }
                try replica.write(bytes, at: offset, of: file)
                offset += UInt64(bytes.count)
                if offset == file.byteCount, (try? replica.place(file)) == nil { offset = 0 }
            }
            // A kill may have come between the last part and the name.
            if done == file.byteCount, (try? replica.place(file)) == nil { return try copy(upTo: partsLeft) }
        }
        _ = try replica.install(manifest)
        copied = name
        if Bool.random(using: &documents.random) || partCount == .max { try replica.sync() }
        try replica.removeUnused()
    }
}
