import Foundation
import Testing

@testable import SearchIndex

@Suite struct `Folded forms` {
    /// Forms with the numbers of their terms and their lists, as an array: the oracle.
    private struct World {
        var terms: SortedKeys
        var forms: [(key: [UInt8], ordinals: [UInt32], merged: ListRef)] = []

        init(count: Int, seed: UInt64) {
            terms = SortedKeys(count: 40, seed: seed)
            var random = SeededGenerator(seed: seed)
            for key in SortedKeys(count: count, seed: seed + 100).keys {
                let size = Bool.random(using: &random) ? 1 : Int.random(in: 2...20, using: &random)
                let ordinals = (0..<40).shuffled(using: &random).prefix(size).sorted()
                var merged = terms.terms[ordinals[0]].list
                if size > 1 {
                    merged = ListRef(
                        section: .foldedPostings, documentCount: .random(in: 1...900, using: &random),
                        frequencyMaxCode: 0)
                    if merged.documentCount == 1 || Bool.random(using: &random) {
                        merged.documentCount = 1
                        merged.document = .random(in: 0...70_000, using: &random)
                        merged.frequency = .random(in: 1...900, using: &random)
                        merged.frequencyMaxCode = FrequencyCode.roundingUp(merged.frequency)
                    } else {
                        merged.frequencyMaxCode = .random(in: 0...255, using: &random)
                        merged.start = .random(in: 0...1 << 36, using: &random)
                        merged.byteCount = .random(in: 1...1 << 20, using: &random)
                    }
                }
                forms.append((key, ordinals.map(UInt32.init), merged))
            }
        }

        func write(_ sections: inout MappedSections) throws -> (terms: Lexicon, entries: [UInt8], index: [UInt8]) {
            let written = try terms.write(&sections)
            let lexicon = try Lexicon(
                entries: sections.view(written.entries), index: sections.view(written.index), count: 40,
                lists: .postings)
            var writer = FoldedIndexWriter(entries: sections.buffer(), index: sections.buffer())
            for form in forms {
                try writer.add(form.key, ordinals: form.ordinals, merged: form.ordinals.count == 1 ? nil : form.merged)
            }
            #expect(writer.count == forms.count)
            let (entries, index) = try writer.finish()
            return (lexicon, try sections.bytes(entries), try sections.bytes(index))
        }
    }

    @Test(arguments: [0, 1, 16, 17, 60], UInt64(1)...3)
    func `every form is found with its terms and its list, and no other`(count: Int, seed: UInt64) throws {
        let world = World(count: count, seed: seed)
        var sections = try MappedSections()
        let written = try world.write(&sections)
        let folded = try FoldedIndex(
            entries: sections.view(written.entries, slack: 0xFF), index: sections.view(written.index),
            count: UInt64(count), terms: written.terms)
        let keys = world.forms.map(\.key)
        var samples: [[UInt8]] = keys + [[], [255]]
        for key in keys { samples += [key + [97], Array(key.dropLast())] }
        for key in samples {
            let form = world.forms.first { $0.key == key }
            let found = try folded.find(key)
            #expect(found?.ordinals == form?.ordinals, "\(count) \(seed)")
            #expect(found.map { parts($0.merged) } == form.map { parts($0.merged) }, "\(count) \(seed)")
            #expect(try folded.merged(key).map(parts) == form.map { parts($0.merged) }, "\(count) \(seed)")
            let first = keys.firstIndex { !$0.lexicographicallyPrecedes(key) } ?? keys.count
            #expect(try folded.range(prefix: key) == first..<first + keys.filter { $0.starts(with: key) }.count)
        }
        for (number, form) in world.forms.enumerated() {
            #expect(try folded.entry(number).ordinals == form.ordinals)
            #expect(try parts(folded.entry(number).merged) == parts(form.merged))
            #expect(try parts(folded.merged(number)) == parts(form.merged))
        }
        for number in [-1, count] {
            #expect(throws: IndexError.self) { try folded.entry(number) }
            #expect(throws: IndexError.self) { try folded.merged(number) }
        }
        for start in 0...count {
            var cursor = try folded.cursor(from: start)
            for form in world.forms[start...] {
                #expect(try cursor.next())
                #expect(cursor.key == form.key && cursor.terms.ordinals == form.ordinals)
                #expect(parts(cursor.terms.merged) == parts(form.merged))
            }
            #expect(try !cursor.next())
        }
    }

    @Test func `damaged bytes are named or answered, never followed outside`() throws {
        let world = World(count: 40, seed: 9)
        var sections = try MappedSections()
        let written = try world.write(&sections)
        var random = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            var entries = written.entries
            entries[Int.random(in: entries.indices, using: &random)] = .random(in: 0...255, using: &random)
            let folded = try FoldedIndex(
                entries: sections.view(entries, name: "folded", slack: 0xFF), index: sections.view(written.index),
                count: 40, terms: written.terms)
            do {
                for (number, form) in world.forms.enumerated() {
                    _ = try folded.merged(number)
                    _ = try folded.find(form.key)
                    _ = try folded.merged(form.key)
                }
                var cursor = try folded.cursor()
                while try cursor.next() {}
            } catch {
                #expect(error.code == .damaged && error.section != nil, "\(error)")
            }
        }
    }
}
