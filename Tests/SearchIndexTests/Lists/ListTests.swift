import Testing

@testable import SearchIndex

@Suite struct `Lists of postings` {
    private static let counts = [
        1, 2, 3, 7, 8, 9, 63, 64, 65, 127, 128, 129, 130, 255, 256, 257, 384, 385, 2048, 2500,
    ]

    /// Lists of many lengths in a segment of some documents, the longest of all its documents.
    private func world(seed: UInt64, documentCount: UInt32, section: ListSection = .postings) throws -> ListWorld {
        var random = RandomLists(random: SeededGenerator(seed: seed))
        let norms = random.norms(Int(documentCount))
        var lists = Self.counts.filter { $0 <= documentCount }.flatMap { count in
            [false, true].map { isWeighted in
                random.list(
                    count, of: documentCount, frequencyMax: count % 2 == 0 ? 40 : FrequencyCode.frequencyMax,
                    isWeighted: isWeighted)
            }
        }
        lists.append((0..<documentCount).map { NaivePosting(document: $0, frequency: 1, positions: [$0]) })
        return try ListWorld(lists, norms: norms, section: section)
    }

    @Test(arguments: [(1, 3000), (2, 70_000)] as [(UInt64, UInt32)])
    func `are read as they were written`(_ seed: UInt64, _ documentCount: UInt32) throws {
        for section in [ListSection.postings, .pairPostings, .keywordPostings] {
            let world = try world(seed: seed, documentCount: documentCount, section: section)
            for (index, list) in world.lists.enumerated() {
                var isDamaged = true
                let read = world.read(index, isDamaged: &isDamaged)
                let expected = list.map { posting in
                    NaivePosting(
                        document: posting.document,
                        frequency: section == .keywordPostings && list.count > 1
                            ? 1 : min(posting.frequency, FrequencyCode.frequencyMax),
                        positions: section == .postings ? posting.positions : [])
                }
                #expect(!isDamaged)
                #expect(read == expected, "list \(index) of \(list.count), seed \(seed)")
                #expect(world.refs[index].documentCount == UInt32(list.count))
            }
        }
    }

    @Test(arguments: [ListSection.postings, .pairPostings]) func `lie as the format says`(_ section: ListSection) throws
    {
        let world = try world(seed: 5, documentCount: 2600, section: section)
        let format = NaiveListFormat(
            postings: world.postings.bytes, positions: world.positions.bytes,
            hasPositions: section == .postings)
        var end = 0
        for (index, list) in world.lists.enumerated() {
            let ref = world.refs[index]
            guard ref.documentCount > 1 else {
                var offset = ref.positionsStart
                let read = format.group([ref.document], [ref.frequency], &offset)
                #expect(read[0].document == list[0].document && ref.byteCount == 0)
                #expect(!format.hasPositions || read[0].positions == list[0].positions)
                continue
            }
            let (read, tables) = format.read(ref)
            #expect(ref.start == end)
            end = ref.start + ref.byteCount
            #expect(read.map(\.document) == list.map(\.document), "list \(index)")
            #expect(read.map(\.frequency) == list.map { min($0.frequency, FrequencyCode.frequencyMax) })
            #expect(!format.hasPositions || read.map(\.positions) == list.map(\.positions), "list \(index)")
            let maxima = stride(from: 0, to: read.count, by: 128).map { start in
                FrequencyCode.roundingUp(read[start..<min(start + 128, read.count)].map(\.frequency).max() ?? 0)
            }
            #expect(ref.frequencyMaxCode == maxima.max())
            guard list.count >= 128 else { continue }
            #expect(tables.frequencyMaxCodes == maxima)
            #expect(
                tables.groupMaxCodes
                    == stride(from: 0, to: maxima.count, by: 16).map {
                        maxima[$0..<min($0 + 16, maxima.count)].max()
                    })
            #expect(tables.points.map(\.documentCount) == [16, 128, 1024].filter { $0 <= list.count })
        }
        #expect(end == world.postings.count)
    }

    @Test(arguments: 10...11 as ClosedRange<UInt64>)
    func `tell of any document whether they have it`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documentCount: UInt32 = seed % 2 == 0 ? 3000 : 70_000
        let world = try world(seed: seed, documentCount: documentCount)
        for (index, list) in world.lists.enumerated() {
            let frequencies = Dictionary(uniqueKeysWithValues: list.map { ($0.document, $0.frequency) })
            for step in [7, 40, 4000] as [UInt32] {
                world.withState(index) { state in
                    var document = UInt32.random(in: 0..<step, using: &random)
                    var wrong: [UInt32] = []
                    while document < documentCount {
                        let isLoaded = UInt8.random(in: 0..<8, using: &random) == 0
                        if isLoaded, state.findBlock(document) { state.loadFrequencies() }
                        if state.probe(document) != frequencies[document] ?? 0 { wrong.append(document) }
                        document += UInt32.random(in: 1...step, using: &random)
                    }
                    #expect(wrong == [] && !state.isDamaged, "list \(index), seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: 20...21 as ClosedRange<UInt64>)
    func `fill windows with their documents`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documentCount: UInt32 = seed % 2 == 0 ? 3000 : 70_000
        let world = try world(seed: seed, documentCount: documentCount)
        for (index, list) in world.lists.enumerated() {
            let has = Set(list.map(\.document))
            world.withState(index) { state in
                var start: UInt32 = 64 * UInt32.random(in: 0..<4, using: &random)
                while start < documentCount {
                    let count = 64 * UInt32.random(in: 1...64, using: &random)
                    let end = min(start + count, documentCount)
                    var words = [UInt64](repeating: 0, count: Int(end - start + 63) / 64)
                    state.bits(start..<end, into: &words)
                    var expected = [UInt64](repeating: 0, count: words.count)
                    for place in 0..<Int(end - start) where has.contains(start + UInt32(place)) {
                        expected[place / 64] |= 1 << UInt64(place % 64)
                    }
                    #expect(words == expected, "list \(index) from \(start), seed \(seed)")
                    start += count * UInt32.random(in: 1...2, using: &random)
                }
                #expect(!state.isDamaged)
            }
        }
    }

    @Test(arguments: 30...31 as ClosedRange<UInt64>)
    func `bound the frequencies and norms of any window`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documentCount: UInt32 = seed % 2 == 0 ? 3000 : 70_000
        let world = try world(seed: seed, documentCount: documentCount)
        for (index, list) in world.lists.enumerated() {
            world.withState(index) { state in
                for number in 0..<state.pointCount {
                    let point = state.point(number)
                    let reaching = list.filter {
                        $0.frequency >= point.frequency && world.norms[Int($0.document)] <= point.norm
                    }
                    #expect(reaching.count >= Int(point.documentCount))
                    #expect(point.frequency >= 1)
                }
                #expect(state.pointCount > 0 || list.count < 128)
                var start: UInt32 = 0
                while start < documentCount {
                    let end = min(start + UInt32.random(in: 1...6000, using: &random), documentCount)
                    _ = Bool.random(using: &random) && state.findBlock(start)
                    let impact = state.impact(in: start..<end)
                    let postings = list.filter { $0.document >= start && $0.document < end }
                    let frequencyMax = postings.map { min($0.frequency, FrequencyCode.frequencyMax) }.max() ?? 0
                    let normMin = postings.map { world.norms[Int($0.document)] }.min() ?? 255
                    #expect(frequencyMax <= impact?.frequencyMax ?? 0 && normMin >= impact?.normMin ?? 255)
                    start = end
                }
            }
        }
    }

    @Test func `have frequencies in codes that keep their order`() {
        var before: UInt32 = 0
        for code in 1...255 as ClosedRange<UInt8> {
            let frequency = FrequencyCode.frequency(code)
            #expect(frequency > before)
            #expect(FrequencyCode.roundingUp(frequency) == code && FrequencyCode.roundingDown(frequency) == code)
            #expect(
                FrequencyCode.roundingUp(before + 1) == code && FrequencyCode.roundingDown(frequency - 1) == code - 1)
            before = frequency
        }
        #expect(before == FrequencyCode.frequencyMax)
    }
}
