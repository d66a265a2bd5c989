import Foundation
import Testing

@testable import SearchIndex

/// Keys with what they lead to, as an array: the oracle of the dictionary.
struct SortedKeys {
    var keys: [[UInt8]]
    var terms: [TermRef]

    /// Random keys of few letters, so that they share beginnings of all lengths; some long ones.
    init(count: Int, seed: UInt64, isWide: Bool = false) {
        var random = SeededGenerator(seed: seed)
        var set: Set<[UInt8]> = []
        while set.count < count {
            let byteCount = isWide && Int.random(in: 0..<8, using: &random) == 0 ? 600 : 14
            let letters: [UInt8] = [0, 97, 98, 195, 255]
            var key = (0..<Int.random(in: 1...byteCount, using: &random)).map { _ in
                letters.randomElement(using: &random)!
            }
            if let other = set.randomElement(using: &random), Bool.random(using: &random) {
                key = other.prefix(Int.random(in: 0...other.count, using: &random)) + key
            }
            set.insert(isWide ? key : Array(key.prefix(255)))
        }
        keys = set.sorted { $0.lexicographicallyPrecedes($1) }
        terms = []
        var ends = [0, 0, 0]
        for ordinal in keys.indices {
            func size() -> Int { Int.random(in: 0..<1 << Int.random(in: 0...26, using: &random), using: &random) }
            let documentCount = 1 + size() / 4
            let single = documentCount == 1
            let frequency = UInt32(1 + size() / 8)
            var list = ListRef(section: .postings, documentCount: UInt32(documentCount), frequencyMaxCode: 0)
            list.positionsByteCount = size()
            list.positionsStart = list.positionsByteCount == 0 ? 0 : ends[1]
            if single {
                list.document = UInt32(size())
                list.frequency = frequency
                list.frequencyMaxCode = UInt8((0...255).first { FrequencyCode.frequency(UInt8($0)) >= frequency }!)
            } else {
                list.frequencyMaxCode = UInt8.random(in: 0...255, using: &random)
                list.start = ends[0]
                list.byteCount = size()
            }
            let pairs = size()
            terms.append(
                TermRef(
                    ordinal: UInt32(ordinal), list: list, pairsStart: pairs == 0 ? 0 : ends[2], pairsByteCount: pairs))
            ends[0] += list.byteCount
            ends[1] += list.positionsByteCount
            ends[2] += pairs
        }
    }

    func write(_ sections: inout MappedSections) throws -> (entries: [UInt8], index: [UInt8]) {
        var writer = LexiconWriter(entries: sections.buffer(), index: sections.buffer())
        for (key, term) in zip(keys, terms) {
            try writer.add(key, list: term.list, pairsByteCount: term.pairsByteCount)
        }
        #expect(writer.count == keys.count)
        let (entries, index) = try writer.finish()
        return (try sections.bytes(entries), try sections.bytes(index))
    }

    /// Keys that are there, that are not, and beginnings of both.
    func samples(seed: UInt64) -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        var samples: [[UInt8]] = [[], [255], [255, 255], [0], [97]]
        for key in keys {
            samples.append(key)
            samples.append(Array(key.prefix(Int.random(in: 0...key.count, using: &random))))
            samples.append(key + [UInt8.random(in: 0...255, using: &random)])
            var other = key
            other[Int.random(in: other.indices, using: &random)] &+= 1
            samples.append(other)
        }
        return samples
    }
}

/// The parts of an entry.
func parts(_ term: TermRef?) -> [Int]? {
    guard let term else { return nil }
    return [Int(term.ordinal), term.pairsStart, term.pairsByteCount] + parts(term.list)
}

func parts(_ list: ListRef) -> [Int] {
    [
        Int(list.section.rawValue), Int(list.documentCount), Int(list.document), Int(list.frequency),
        Int(list.frequencyMaxCode), list.start, list.byteCount, list.positionsStart, list.positionsByteCount,
    ]
}

@Suite struct `Dictionary of lists` {
    static let worlds = [0, 1, 2, 15, 16, 17, 31, 32, 33, 100, 300].flatMap { count in
        (1...3).map { (count: count, seed: UInt64($0)) }
    }

    @Test(arguments: worlds, [false, true])
    func `every key is found, and no other, and its neighbours in order`(
        world: (count: Int, seed: UInt64), isWide: Bool
    ) throws {
        let oracle = SortedKeys(count: world.count, seed: world.seed, isWide: isWide)
        var sections = try MappedSections()
        let (entries, index) = try oracle.write(&sections)
        let lexicon = try Lexicon(
            entries: sections.view(entries, slack: 0xFF), index: sections.view(index), count: UInt64(oracle.keys.count),
            lists: .postings)
        for key in oracle.samples(seed: world.seed) {
            let place = oracle.keys.firstIndex { !$0.lexicographicallyPrecedes(key) } ?? oracle.keys.count
            let isThere = place < oracle.keys.count && oracle.keys[place] == key
            #expect(try parts(lexicon.find(key)) == (isThere ? parts(oracle.terms[place]) : nil), "\(world) \(key)")
            #expect(try lexicon.lowerBound(key) == place, "\(world) \(key)")
            let end = oracle.keys[place...].firstIndex { !$0.starts(with: key) } ?? oracle.keys.count
            #expect(try lexicon.range(prefix: key) == place..<end, "\(world) \(key)")
        }
        for ordinal in oracle.keys.indices {
            #expect(try parts(lexicon.entry(ordinal)) == parts(oracle.terms[ordinal]))
        }
        for start in 0...oracle.keys.count where start < 40 || start % 37 == 0 {
            var cursor = try lexicon.cursor(from: start)
            for ordinal in start..<oracle.keys.count {
                #expect(try cursor.next())
                #expect(cursor.key == oracle.keys[ordinal])
                #expect(parts(cursor.term) == parts(oracle.terms[ordinal]))
            }
            #expect(try !cursor.next())
        }
        #expect(throws: IndexError.self) { try lexicon.entry(oracle.keys.count) }
    }

    @Test func `damaged bytes are named or answered, never followed outside`() throws {
        for seed in UInt64(1)...4 {
            let oracle = SortedKeys(count: 70, seed: seed, isWide: seed % 2 == 0)
            var sections = try MappedSections()
            let (entries, index) = try oracle.write(&sections)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<150 {
                var damaged = (entries: entries, index: index)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    if Bool.random(using: &random) {
                        damaged.entries[Int.random(in: entries.indices, using: &random)] = .random(
                            in: 0...255, using: &random)
                    } else {
                        damaged.index[Int.random(in: index.indices, using: &random)] = .random(
                            in: 0...255, using: &random)
                    }
                }
                let lexicon = try Lexicon(
                    entries: sections.view(damaged.entries, slack: 0xFF),
                    index: sections.view(damaged.index, name: "termIndex", slack: 0xFF), count: 70, lists: .postings)
                func attempt(_ body: () throws -> Void) {
                    do { try body() } catch let error as IndexError {
                        #expect(error.code == .damaged && error.section == "terms", "\(error)")
                    } catch { Issue.record("\(error)") }
                }
                for key in oracle.keys {
                    attempt { _ = try lexicon.find(key) }
                    attempt { _ = try lexicon.range(prefix: Array(key.prefix(2))) }
                }
                attempt { for ordinal in 0..<70 { _ = try lexicon.entry(ordinal) } }
                attempt {
                    var cursor = try lexicon.cursor(from: 20)
                    while try cursor.next() {}
                }
            }
        }
    }

    @Test func `an index of another size is refused`() throws {
        let oracle = SortedKeys(count: 40, seed: 1)
        var sections = try MappedSections()
        let (entries, index) = try oracle.write(&sections)
        for count in [UInt64](arrayLiteral: 0, 1, 32, 49, 1 << 33, UInt64.max) {
            #expect(throws: IndexError.self) {
                try Lexicon(
                    entries: sections.view(entries), index: sections.view(index), count: count, lists: .postings)
            }
        }
    }
}
