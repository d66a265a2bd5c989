internal import Hashing

/// The file that says what a generation consists of.
struct Manifest: Hashable, Sendable {
    /// A segment of a generation.
    struct Segment: Hashable, Sendable {
        var name: Hash128
        /// The live set's name; nil when all documents are live.
        var liveSet: Hash128?
        var documentCount: UInt32
        var liveCount: Int
        /// The sum of the live documents' lengths, as their norms say.
        var liveLengthSum: UInt64
        var byteCount: UInt64
        var liveSetByteCount: UInt64
    }

    private static let title = "timtin manifest 1"

    var name: GenerationName
    var through: UInt64
    var segments: [Segment]

    /// What callers are told of the generation.
    var generation: Generation {
        Generation(
            name: name, through: through, documentCount: segments.reduce(0) { $0 + $1.liveCount },
            segmentCount: segments.count,
            byteCount: segments.reduce(0) { $0 + $1.byteCount + $1.liveSetByteCount })
    }

    func encoded() -> [UInt8] {
        let lines = segments.map { segment in
            let live = segment.liveSet?.hex ?? "-"
            return "segment \(segment.name.hex) \(segment.documentCount) \(segment.byteCount) \(live) "
                + "\(segment.liveCount) \(segment.liveLengthSum) \(segment.liveSetByteCount)"
        }
        return ChecksummedText.encode([Self.title, "generation \(name)", "through \(through)"] + lines)
    }

    init(name: GenerationName, through: UInt64, segments: [Segment]) {
        self.name = name
        self.through = through
        self.segments = segments
    }

    /// Reads and verifies a manifest's bytes.
    init(_ bytes: [UInt8], path: String) throws(IndexError) {
        let lines = try ChecksummedText.lines(of: bytes, path: path)
        guard lines.first == Self.title else {
            throw IndexError(
                .version, path: path, reason: "it is no manifest that this program reads; build the index again")
        }
        func words(_ index: Int, _ label: String, _ count: Int) throws(IndexError) -> [String] {
            let words = index < lines.count ? lines[index].split(separator: " ").map(String.init) : []
            guard words.count == count, words[0] == label else {
                throw IndexError(.damaged, path: path, reason: "line \(index + 1) is not understood")
            }
            return words
        }
        guard let name = GenerationName(try words(1, "generation", 2)[1]),
            let through = UInt64(try words(2, "through", 2)[1])
        else { throw IndexError(.damaged, path: path, reason: "it names no generation") }
        self.name = name
        self.through = through
        segments = []
        for index in 3..<lines.count {
            let words = try words(index, "segment", 8)
            guard let name = Hash128(hex: words[1]), let documentCount = UInt32(words[2]),
                let byteCount = UInt64(words[3]), let liveCount = Int(words[5]), let lengthSum = UInt64(words[6]),
                let liveSetByteCount = UInt64(words[7]), words[4] == "-" || Hash128(hex: words[4]) != nil
            else { throw IndexError(.damaged, path: path, reason: "line \(index + 1) is not understood") }
            segments.append(
                Segment(
                    name: name, liveSet: Hash128(hex: words[4]), documentCount: documentCount, liveCount: liveCount,
                    liveLengthSum: lengthSum, byteCount: byteCount, liveSetByteCount: liveSetByteCount))
        }
    }
}
