@testable import SearchIndex

/// A posting as tests think of it.
struct NaivePosting: Equatable {
    var document: UInt32
    var frequency: UInt32
    var positions: [UInt32] = []
}

/// A segment of nothing but lists, in memory that ends where its bytes end.
final class ListWorld {
    let documentCount: UInt32
    let norms: [UInt8]
    let lists: [[NaivePosting]]
    private(set) var refs: [ListRef] = []
    let postings: GuardedBytes
    let positions: GuardedBytes
    private let normBytes: GuardedBytes

    init(_ lists: [[NaivePosting]], norms: [UInt8], section: ListSection = .postings) throws {
        let hasPositions = section == .postings
        var writer = ListWriter(
            section: section, postings: SectionBuffer(path: "/nowhere"),
            positions: hasPositions ? SectionBuffer(path: "/nowhere") : nil, norms: norms)
        for list in lists {
            for posting in list {
                if hasPositions { writer.addPositions(posting.positions) }
                try writer.add(document: posting.document, frequency: posting.frequency)
            }
            if let ref = try writer.end() { refs.append(ref) }
        }
        self.lists = lists
        self.norms = norms
        documentCount = UInt32(norms.count)
        postings = GuardedBytes(writer.postings.bytes)
        positions = GuardedBytes(writer.positions?.bytes ?? [])
        normBytes = GuardedBytes(norms)
    }

    var view: SegmentView {
        let lists = SegmentView.Bytes(start: postings.start, count: postings.count)
        return SegmentView(
            documentCount: documentCount, norms: UnsafePointer(normBytes.start.assumingMemoryBound(to: UInt8.self)),
            postings: lists, foldedPostings: lists, pairPostings: lists, keywordPostings: lists, pairs: lists,
            positions: .init(start: positions.start, count: positions.count))
    }

    /// Calls `body` with the state of a list.
    func withState<Result>(_ index: Int, _ body: (inout ListState) throws -> Result) rethrows -> Result {
        let buffers = UnsafeMutablePointer<UInt32>.allocate(capacity: ListState.bufferCount)
        defer { buffers.deallocate() }
        var state = ListState(refs[index], in: view, buffers: buffers)
        return try body(&state)
    }

    /// A list as the cursor reads it.
    func read(_ index: Int, isDamaged: inout Bool) -> [NaivePosting] {
        var read: [NaivePosting] = []
        var cursor = ListCursor(refs[index], in: view)
        while cursor.document != ListCursor.exhausted {
            var posting = NaivePosting(document: cursor.document, frequency: cursor.frequency)
            if refs[index].section == .postings { cursor.appendPositions(to: &posting.positions) }
            read.append(posting)
            cursor.next()
        }
        isDamaged = cursor.isDamaged
        return read
    }
}

/// Makes lists of all shapes.
struct RandomLists {
    var random: SeededGenerator

    /// Ascending norms.
    mutating func norms(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 20...140, using: &random) }.sorted()
    }

    /// A list of so many postings of `documentCount` documents.
    ///
    /// - Parameters:
    ///   - frequencyMax: Mostly frequencies are small, now and then they come near this.
    ///   - isWeighted: Whether frequencies are more than occurrences.
    mutating func list(
        _ count: Int, of documentCount: UInt32, frequencyMax: UInt32 = 40, isWeighted: Bool = false
    ) -> [NaivePosting] {
        documents(count, of: documentCount).map { document in
            var frequency = UInt32.random(in: 1...2, using: &random)
            if UInt32.random(in: 0..<16, using: &random) == 0 {
                frequency = UInt32.random(in: 1...frequencyMax, using: &random)
            }
            let occurrences = min(frequency, 300)
            let spread = UInt32.random(
                in: 1...(UInt32.random(in: 0..<32, using: &random) == 0 ? 100_000 : 60), using: &random)
            var position: UInt32 = 0
            let positions = (0..<occurrences).map { _ in
                position += UInt32.random(in: 1...spread, using: &random)
                return position - 1
            }
            let weight = isWeighted ? UInt32.random(in: 1...5, using: &random) : 1
            return NaivePosting(
                document: document, frequency: occurrences == frequency ? frequency * weight : frequency,
                positions: positions)
        }
    }

    private mutating func documents(_ count: Int, of documentCount: UInt32) -> [UInt32] {
        var documents = Set<UInt32>()
        // Some lists have their documents close together.
        let width =
            Bool.random(using: &random)
            ? documentCount : min(documentCount, UInt32(count) * UInt32.random(in: 1...3, using: &random))
        let first = UInt32.random(in: 0...(documentCount - width), using: &random)
        while documents.count < count {
            documents.insert(UInt32.random(in: first..<first + width, using: &random))
        }
        return documents.sorted()
    }
}
