import Testing

@testable import SearchIndex

/// Whatever the bytes of lists are, reading them never leads outside: the memory of `ListWorld` ends where they do.
@Suite struct `Damaged lists of postings` {
    /// Reads all of a list in every way.
    private func read(_ world: ListWorld, _ index: Int, _ random: inout SeededGenerator) {
        let documentCount = world.documentCount
        var before: UInt32?
        var cursor = ListCursor(world.refs[index], in: world.view)
        var isInside = true
        while cursor.document != ListCursor.exhausted {
            isInside = isInside && cursor.document < documentCount && cursor.document > before ?? 0 || before == nil
            before = cursor.document
            cursor.next()
        }
        world.withState(index) { state in
            var document = UInt32.random(in: 0..<50, using: &random)
            var positions = [UInt32](repeating: 0, count: 4096)
            while document < documentCount {
                let rank = state.rank(of: document)
                if rank >= 0 {
                    _ = state.frequency(ofRank: rank)
                    let count = state.positionCount(at: rank)
                    if count <= positions.count { _ = state.positions(at: rank, into: &positions) }
                }
                document += UInt32.random(in: 1...50, using: &random)
            }
        }
        world.withState(index) { state in
            let words = GuardedBytes([UInt8](repeating: 0, count: 64), paddingByteCount: 0)
            for start in stride(from: 0, to: documentCount, by: 512) {
                let end = min(start + 512, documentCount)
                _ = state.impact(in: start..<end)
                for place in 0..<64 { words[place] = 0 }
                state.bits(start..<end, into: words.start.assumingMemoryBound(to: UInt64.self))
                // No document is behind the segment's last.
                isInside = isInside && (Int(end - start)..<512).allSatisfy { words[$0 / 8] >> UInt8($0 % 8) & 1 == 0 }
            }
            for number in 0..<state.pointCount { _ = state.point(number) }
        }
        #expect(isInside)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `are never read outside of their bytes`(_ seed: UInt64) throws {
        var random = RandomLists(random: SeededGenerator(seed: seed))
        let documentCount: UInt32 = seed == 3 ? 66_000 : 1500
        let norms = random.norms(Int(documentCount))
        let lists = [2, 9, 127, 128, 200, 300].map {
            random.list($0, of: documentCount, frequencyMax: seed == 2 ? 1 << 20 : 30, isWeighted: seed == 2)
        }
        let world = try ListWorld(lists, norms: norms)
        var generator = random.random
        for bytes in [world.postings, world.positions] {
            for place in stride(from: Int(seed) - 1, to: bytes.count, by: seed == 1 ? 1 : 3) {
                let byte = bytes[place]
                bytes[place] = byte ^ UInt8.random(in: 1...255, using: &generator)
                let index = world.refs.lastIndex { ref in
                    bytes === world.postings ? ref.start <= place : ref.positionsStart <= place
                }
                read(world, try #require(index), &generator)
                bytes[place] = byte
            }
        }
    }

    @Test func `are not read where their references lead outside`() throws {
        var random = RandomLists(random: SeededGenerator(seed: 4))
        let norms = random.norms(1000)
        let world = try ListWorld([random.list(300, of: 1000)], norms: norms)
        let buffers = UnsafeMutablePointer<UInt32>.allocate(capacity: ListState.bufferCount)
        defer { buffers.deallocate() }
        let changes: [(inout ListRef) -> Void] = [
            { $0.start = -1 }, { $0.start = 1 << 60 }, { $0.byteCount += 1 }, { $0.byteCount = .max },
            { $0.byteCount = 0 }, { $0.byteCount = 20 }, { $0.documentCount = 1001 }, { $0.documentCount = 0 },
            { $0.positionsStart = .max }, { $0.positionsByteCount += 1 }, { $0.positionsByteCount = -1 },
        ]
        for change in changes {
            var ref = world.refs[0]
            change(&ref)
            let state = ListState(ref, in: world.view, buffers: buffers)
            #expect(state.isExhausted && state.isDamaged)
        }
        // A list of one posting stands in the dictionary, which may be damaged too.
        var ref = ListRef(section: .postings, documentCount: 1, frequencyMaxCode: 1)
        ref.document = 1000
        #expect(ListState(ref, in: world.view, buffers: buffers).isDamaged)
    }
}
