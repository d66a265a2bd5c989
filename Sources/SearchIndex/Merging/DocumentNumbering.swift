/// How the live documents of several segments are numbered in the one made of them: by ascending norm, those of one norm
/// in the order of the segments and of their numbers there.
struct DocumentNumbering {
    static let deleted = UInt32.max

    /// A document of one of the segments.
    struct Origin: BitwiseCopyable {
        var source: UInt32
        var document: UInt32
    }

    /// For each source, the new number of each document; ``deleted`` for those that are not live. They ascend.
    private(set) var numbers: [[UInt32]]
    /// Where each document comes from.
    private(set) var origins: [Origin]

    /// - Parameter path: What errors name.
    init(_ sources: [SegmentMerger.Source], path: String) throws(IndexError) {
        let total = sources.reduce(0) { $0 + $1.liveCount }
        guard total <= SegmentHeader.documentCountMax else {
            throw IndexError(.tooLarge, path: path, reason: "a segment has too many documents; merge less into one")
        }
        var next = [UInt32](repeating: 0, count: 257)
        for source in sources {
            source.forEachLive { document in next[Int(source.norm(of: document)) + 1] += 1 }
        }
        for norm in 1..<257 { next[norm] += next[norm - 1] }
        numbers = []
        origins = [Origin](repeating: Origin(source: 0, document: 0), count: total)
        for (index, source) in sources.enumerated() {
            var numbers = [UInt32](repeating: Self.deleted, count: Int(source.reader.documentCount))
            source.forEachLive { document in
                let norm = Int(source.norm(of: document))
                numbers[Int(document)] = next[norm]
                origins[Int(next[norm])] = Origin(source: UInt32(index), document: document)
                next[norm] += 1
            }
            self.numbers.append(numbers)
        }
    }
}
