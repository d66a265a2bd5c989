import Testing

@testable import SearchIndex

@Suite struct `Checking and describing segments` {
    private static let seed: UInt64 = 77

    private func documents() -> [IndexDocument] {
        var random = RandomDocuments(seed: Self.seed)
        return (0..<300).map { number in
            var document = random.document(number, wordCountMax: 60)
            document.published = Int64(number) * 86_400
            return document
        }
    }

    private func build(_ documents: [IndexDocument], _ schema: IndexSchema, at path: String) throws -> SegmentReader {
        var settings = IndexSettings()
        settings.schema = schema
        var inverter = Inverter(path: path, settings: settings)
        for document in documents { try inverter.add(document) }
        return try SegmentReader(path: path, name: try inverter.finish())
    }

    @Test(arguments: IndexSchema.allCases)
    func `A sound segment has no damage`(schema: IndexSchema) throws {
        let folder = try TemporaryFolder()
        let segment = try build(documents(), schema, at: folder.path + "/a.partial")
        #expect(SegmentCheck(reader: segment).damages() == [])
        let description = SegmentDescription(segment, liveCount: 299)
        #expect(description.documents == 300)
        #expect(description.liveDocuments == 299)
        #expect(description.datedDocuments == 300)
        #expect(description.terms == segment.header.termCount)
        #expect(description.sections.map(\.name) == SectionKind.allCases.map(\.name))
        #expect(description.sections.reduce(0) { $0 + $1.byteCount } < description.byteCount)
        #expect((description.foldedForms > 0) == (schema == .news))
    }

    @Test func `Any flipped byte is found, with the section that it lies in`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.partial"
        let sound = try build(documents(), .news, at: path)
        let bytes = try FileSystem.read(path)
        var random = SeededGenerator(seed: Self.seed)
        for kind in SectionKind.allCases where sound.header[kind].byteCount > 0 {
            let section = SegmentCheck(reader: sound).place(of: kind)
            let place = Int.random(in: section, using: &random)
            var damaged = bytes
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            try write(damaged, to: folder.path + "/\(kind.name).partial")
            let damages = damages(at: folder.path + "/\(kind.name).partial")
            #expect(damages.contains { $0.section == kind.name }, "byte \(place) of \(kind.name), seed \(Self.seed)")
            #expect(damages.allSatisfy { $0.code == .damaged && $0.path.contains(kind.name) })
        }
    }

    @Test func `Damage of a list is told with the bytes of the list`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.partial"
        let sound = try build(documents(), .singleField, at: path)
        let longest = try #require(try sound.longestLists(1, segment: 0).first)
        let term = try #require(try sound.terms.find(Array(longest.key.utf8)))
        var bytes = try FileSystem.read(path)
        let start = Int(sound.header[.postings].offset) + term.list.start
        for place in start..<start + term.list.byteCount { bytes[place] = 0xFF }
        try write(bytes, to: folder.path + "/b.partial")
        let damages = SegmentCheck(reader: try SegmentReader(path: folder.path + "/b.partial")).damages()
        let range = "bytes \(start) to \(start + term.list.byteCount) of the file"
        #expect(damages.contains { $0.section == "postings" && $0.reason.contains(range) }, "\(damages)")
        #expect(damages.contains { $0.reason.contains("\"\(longest.key)\"") })
    }

    @Test(arguments: IndexSchema.allCases)
    func `The longest lists are those of the most bytes`(schema: IndexSchema) throws {
        let folder = try TemporaryFolder()
        let segment = try build(documents(), schema, at: folder.path + "/a.partial")
        var sizes: [Int] = []
        var cursor = try segment.terms.cursor()
        while try cursor.next() { sizes.append(cursor.term.list.byteCount + cursor.term.list.positionsByteCount) }
        let lists = try segment.longestLists(5, segment: 3)
        let terms = lists.filter { $0.kind == .term }
        #expect(terms.map(\.byteCount) == Array(sizes.sorted(by: >).prefix(5)))
        #expect(lists.allSatisfy { $0.segment == 3 && $0.documents > 0 })
        #expect(lists.filter { $0.kind == .pair }.allSatisfy { $0.key.split(separator: " ").count == 2 })
        #expect(lists.contains { $0.kind == .pair })
        #expect(lists.contains { $0.kind == .keyword && $0.key.contains(":") })
        #expect(try segment.longestLists(0, segment: 0) == [])
    }

    private func damages(at path: String) -> [IndexError] {
        do throws(IndexError) {
            return SegmentCheck(reader: try SegmentReader(path: path)).damages()
        } catch {
            return [error]
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        file.close()
    }
}
