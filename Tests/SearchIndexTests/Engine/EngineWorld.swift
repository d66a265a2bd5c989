import Testing

@testable import SearchIndex

/// Segments in memory, with random lists of postings, and slow answers to what engines find in them.
struct EngineWorld {
    /// A list as it was made up.
    typealias Postings = [(document: UInt32, frequency: UInt32)]

    final class Segment {
        let norms: [UInt8]
        /// The number of each document's id: over all segments no two are the same, and they order as ids do.
        let ids: [Int]
        let live: [Bool]
        let postings: [Postings]
        let lists: [ListRef]
        private let memory: UnsafeMutableRawPointer
        private let postingsByteCount: Int

        init(norms: [UInt8], ids: [Int], live: [Bool], postings: [Postings]) throws {
            self.norms = norms
            self.ids = ids
            self.live = live
            self.postings = postings
            var writer = ListWriter(section: .pairPostings, postings: SectionBuffer(path: ""), norms: norms)
            lists = try postings.map { list in
                for posting in list { try writer.add(document: posting.document, frequency: posting.frequency) }
                return try #require(try writer.end())
            }
            let bytes = writer.postings.bytes
            postingsByteCount = bytes.count
            let count = norms.count
            let sizes = [bytes.count + 64, count + 64, 4 * count + 64, 4 * count + 64, (count + 63) / 64 * 8 + 64]
            memory = .allocate(byteCount: sizes.reduce(0) { $0 + ($1 + 63) & ~63 }, alignment: 64)
            var parts: [UnsafeMutableRawPointer] = []
            var next = memory
            for size in sizes {
                parts.append(next)
                next += (size + 63) & ~63
            }
            parts[0].copyMemory(from: bytes, byteCount: bytes.count)
            parts[1].copyMemory(from: norms, byteCount: count)
            let order = (0..<count).sorted { ids[$0] < ids[$1] }
            let ranks = parts[2].bindMemory(to: UInt32.self, capacity: count)
            let documents = parts[3].bindMemory(to: UInt32.self, capacity: count)
            for (rank, document) in order.enumerated() {
                ranks[document] = UInt32(rank)
                documents[rank] = UInt32(document)
            }
            let words = parts[4].bindMemory(to: UInt64.self, capacity: (count + 63) / 64)
            for word in 0..<(count + 63) / 64 { words[word] = 0 }
            for (document, isLive) in live.enumerated() where isLive {
                words[document / 64] |= 1 << UInt64(document % 64)
            }
            offsets = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1 + 63) & ~63) }
        }

        private let offsets: [Int]

        deinit { memory.deallocate() }

        /// Calls `body` with what an engine searches in.
        func withSearch<Result>(
            leaves: [WeighedLeaf], scoring: Scoring, _ body: (borrowing SegmentSearch) throws -> Result
        ) rethrows -> Result {
            let none = SegmentView.Bytes(start: memory, count: 0)
            let view = SegmentView(
                documentCount: UInt32(norms.count), norms: UnsafePointer(part(1, UInt8.self)), postings: none,
                foldedPostings: none, pairPostings: .init(start: memory, count: postingsByteCount),
                keywordPostings: none, pairs: none, positions: none)
            return try leaves.withUnsafeBufferPointer { leaves in
                try scoring.normFactors.withUnsafeBufferPointer { factors in
                    let search = SegmentSearch(
                        view: view, live: live.contains(false) ? UnsafePointer(part(4, UInt64.self)) : nil,
                        idRank: .wide(UnsafePointer(part(2, UInt32.self))),
                        idOrder: .wide(UnsafePointer(part(3, UInt32.self))), leaves: leaves.baseAddress!,
                        normFactors: factors.baseAddress!,
                        deletedCount: live.count { !$0 })
                    return try body(search)
                }
            }
        }

        /// Changes a byte of the postings, by its place counted round and round; the same again changes it back.
        func damage(at place: Int, bits: UInt8) {
            part(0, UInt8.self)[place % postingsByteCount] ^= bits
        }

        private func part<Element>(_ number: Int, _: Element.Type) -> UnsafeMutablePointer<Element> {
            (memory + offsets[number]).assumingMemoryBound(to: Element.self)
        }
    }

    /// A hit, by the number of its id.
    struct Hit: Equatable {
        var score: UInt32
        var id: Int
    }

    let segments: [Segment]
    let scoring: Scoring
    /// What each list weighs.
    let weights: [Float]

    /// - Parameters:
    ///   - documentCounts: Those of the segments.
    ///   - densities: For each list the share of documents that have it.
    ///   - isUniform: Whether all documents have one norm and all postings one frequency, so that ties are common.
    ///   - deleted: The share of documents that are deleted.
    init(
        documentCounts: [Int], densities: [Double], isUniform: Bool, deleted: Double,
        random: inout SeededGenerator
    ) throws {
        var ids = Array(0..<documentCounts.reduce(0, +)).shuffled(using: &random)
        var segments: [Segment] = []
        for count in documentCounts {
            let norms = (0..<count).map { _ in isUniform ? 40 : UInt8.random(in: 1...90, using: &random) }.sorted()
            let live = (0..<count).map { _ in Double.random(in: 0..<1, using: &random) >= deleted }
            let postings = densities.map { density -> Postings in
                var list: Postings = []
                for document in 0..<UInt32(count) where Double.random(in: 0..<1, using: &random) < density {
                    list.append((document, isUniform ? 1 : Self.frequency(using: &random)))
                }
                if list.isEmpty { list = [(UInt32.random(in: 0..<UInt32(count), using: &random), 1)] }
                return list
            }
            segments.append(
                try Segment(norms: norms, ids: Array(ids.suffix(count)), live: live, postings: postings))
            ids.removeLast(count)
        }
        self.segments = segments
        let lengthSum = segments.joinedNorms.reduce(UInt64(0)) { $0 + UInt64(LengthCode.lengths[Int($1)]) }
        let scoring = Scoring(documentCount: documentCounts.reduce(0, +), lengthSum: lengthSum)
        self.scoring = scoring
        let points = densities.indices.map { list in
            let count = segments.reduce(0) { $0 + $1.postings[list].count }
            return Scoring.points(inverseDocumentFrequency: scoring.inverseDocumentFrequency(count), boost: 1)
        }
        let unit = Scoring.unit(for: points)
        weights = points.map { Scoring.weight(points: $0, unit: unit) }
    }

    private static func frequency(using random: inout SeededGenerator) -> UInt32 {
        switch Int.random(in: 0..<100, using: &random) {
        case 0: UInt32.random(in: 1...5000, using: &random)
        case 1..<10: UInt32.random(in: 1...40, using: &random)
        default: UInt32.random(in: 1...4, using: &random)
        }
    }

    /// The leaves of a query in a segment: the lists named, or constants where given.
    func leaves(_ segment: Segment, lists: [Int], constants: [UInt32]) -> [WeighedLeaf] {
        zip(lists, constants).map { list, constant in
            let ref = segment.lists[list]
            let bound = scoring.score(
                weight: weights[list], frequency: FrequencyCode.frequency(ref.frequencyMaxCode),
                norm: segment.norms[0])
            return WeighedLeaf(
                list: ref, weight: weights[list], constant: constant, bound: constant > 0 ? constant : bound)
        }
    }

    /// What a list scores in each document of a segment.
    func scores(_ segment: Segment, list: Int, constant: UInt32) -> [UInt32] {
        var scores = [UInt32](repeating: 0, count: segment.norms.count)
        for (document, frequency) in segment.postings[list] {
            scores[Int(document)] =
                constant > 0
                ? constant
                : scoring.score(
                    weight: weights[list], frequency: frequency, norm: segment.norms[Int(document)])
        }
        return scores
    }
}

extension [EngineWorld.Segment] {
    fileprivate var joinedNorms: [UInt8] { flatMap(\.norms) }
}
