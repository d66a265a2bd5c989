import SearchIndex
import Testing

@testable import enum SearchIndex.SectionKind
@testable import struct SearchIndex.SegmentHeader

@Suite struct `Damaged index files` {
    /// An index of one segment with a live set, and queries that read every section of it.
    private func makeIndex() throws -> (folder: TemporaryFolder, queries: [Query]) {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 7)
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        _ = try writer.publish(documents.puts(0..<200, wordCountMax: 8), through: 1)
        _ = try writer.publish([.delete(id: RandomDocuments.id(3))], through: 2)
        try writer.sync()
        try writer.removeUnused(lease: .zero)
        return (folder, (0..<12).map { _ in documents.query() } + [.term(nil, "lũ"), .term(.body, "muong")])
    }

    /// Uses all of an index; what is thrown has to be an `IndexError`.
    private func use(_ folder: TemporaryFolder, _ queries: [Query]) -> Bool {
        do {
            let reader = try IndexReader(folder: folder.path)
            for query in queries {
                guard let answer = unlessDamaged({ try reader.search(query) }) else { continue }
                for hit in answer.hits.prefix(2) { _ = unlessDamaged { try reader.stored(hit.address) } }
            }
            _ = unlessDamaged { try reader.address(of: RandomDocuments.id(5)) }
            try reader.check()
            return true
        } catch {
            #expect(error is IndexError, "\(error)")
            return false
        }
    }

    private func unlessDamaged<Result>(_ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch {
            #expect((error as? IndexError)?.code == .damaged, "\(error)")
            return nil
        }
    }

    /// Where to flip bits in a segment: some places of every section, of the header, and of what is between them.
    private func places(in segment: [UInt8], _ random: inout SeededGenerator) -> [Int] {
        func load(_ offset: Int) -> Int { (0..<8).reduce(0) { $0 | Int(segment[offset + $1]) << (8 * $1) } }
        var places = (0..<12).map { _ in Int.random(in: 0..<SegmentHeader.byteCount, using: &random) }
        for section in SectionKind.allCases.indices {
            let start = load(128 + 24 * section)
            let end = start + load(128 + 24 * section + 8)
            #expect(start % 64 == 0 && start <= end && end <= segment.count)
            guard start < end else { continue }
            places += [start, end - 1] + (0..<8).map { _ in Int.random(in: start..<end, using: &random) }
            if end % 64 != 0 { places.append(end) }
        }
        return places
    }

    @Test func `are noticed by check and never trap when a bit of a segment is wrong`() throws {
        let (folder, queries) = try makeIndex()
        #expect(use(folder, queries))
        let name = try folder.file(endingWith: ".seg")
        let whole = try folder.read(name)
        var random = SeededGenerator(seed: 1)
        for place in places(in: whole, &random) {
            var bytes = whole
            bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            try folder.replace(name, by: bytes)
            #expect(!use(folder, queries), "a flip at \(place) went unnoticed")
        }
    }

    @Test func `never trap when bytes of a segment are noise`() throws {
        let (folder, queries) = try makeIndex()
        let name = try folder.file(endingWith: ".seg")
        let whole = try folder.read(name)
        var random = SeededGenerator(seed: 2)
        for place in places(in: whole, &random) where place >= SegmentHeader.byteCount {
            var bytes = whole
            for index in place..<min(place + 9, bytes.count) { bytes[index] = .random(in: 0...255, using: &random) }
            try folder.replace(name, by: bytes)
            _ = use(folder, queries)
        }
    }

    @Test(arguments: [".seg", ".live", ".manifest", "CURRENT"])
    func `are refused when they are cut off or longer`(_ suffix: String) throws {
        let (folder, queries) = try makeIndex()
        let name = try folder.file(endingWith: suffix)
        let whole = try folder.read(name)
        var random = SeededGenerator(seed: 3)
        let counts = [0, 1, 8, whole.count - 1] + (0..<20).map { _ in Int.random(in: 0..<whole.count, using: &random) }
        for count in counts {
            try folder.replace(name, by: Array(whole.prefix(count)))
            #expect(!use(folder, queries), "a cut at \(count) went unnoticed")
        }
        try folder.replace(name, by: whole + [0])
        #expect(!use(folder, queries))
        try folder.replace(name, by: whole)
        #expect(use(folder, queries))
    }

    @Test(arguments: [".live", ".manifest", "CURRENT"])
    func `are refused when a bit of a small file is wrong`(_ suffix: String) throws {
        let (folder, queries) = try makeIndex()
        let name = try folder.file(endingWith: suffix)
        let whole = try folder.read(name)
        var random = SeededGenerator(seed: 4)
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            try folder.replace(name, by: bytes)
            #expect(!use(folder, queries), "a flip at \(place) went unnoticed")
        }
    }

    @Test func `are told from files of another version`() throws {
        let (folder, _) = try makeIndex()
        let name = try folder.file(endingWith: ".seg")
        var bytes = try folder.read(name)
        bytes[8] += 1
        try folder.replace(name, by: bytes)
        let error = #expect(throws: IndexError.self) { try IndexReader(folder: folder.path) }
        #expect(error?.code == .version)
        #expect(error?.description.contains("build the index again") == true)
    }
}
