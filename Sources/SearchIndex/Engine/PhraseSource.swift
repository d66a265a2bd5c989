/// A phrase in one segment, which is brought into windows of documents one behind the other.
///
/// Two tokens in any field are answered from the lists of their pairs. Of more tokens, or in one field, pairs only tell in
/// which documents the phrase may be, and positions tell whether it is.
@unsafe struct PhraseSource: BitwiseCopyable {
    enum Kind: BitwiseCopyable {
        case nowhere
        /// The postings of all lists are occurrences.
        case pairs
        /// Documents that all groups of lists have are looked at.
        case positions
    }

    /// A list of postings, and how the occurrences in it rank.
    struct RankedList: BitwiseCopyable {
        let list: ListRef
        var state: ListState
        var rank: PhraseRank
    }

    /// Lists beside each other.
    struct Group: BitwiseCopyable {
        var start: Int
        var end: Int
    }

    private(set) var kind = Kind.nowhere
    /// The phrase as a leaf like any other, where it is one; nothing else need then be asked.
    private(set) var leaf: WeighedLeaf?
    /// In how many documents it is at most.
    private(set) var documentCountMax = 0
    /// No document scores more.
    private(set) var bound: UInt32 = 0

    let weights: PhraseWeights
    let normFactors: UnsafePointer<Float>
    let norms: UnsafePointer<UInt8>
    /// The lists of pairs; or those that tell where the phrase may be, group by group.
    let lists: UnsafeMutablePointer<RankedList>
    private(set) var listCount = 0
    let groups: UnsafeMutablePointer<Group>
    let groupCount: Int
    private(set) var verifier: UnsafeMutablePointer<PhraseVerifier>?

    /// Finds what a segment has of a phrase.
    ///
    /// - Parameters:
    ///   - normFactors: For each norm, `Float(1 / saturation)`; 256 of them.
    ///   - scratch: Lends memory, as long as its arena is not released.
    /// - Throws: `damaged` when the segment's pairs make no sense.
    init(
        _ terms: PhraseTerms, in view: SegmentView, pairs: PairIndex, fields: PhraseFields,
        normFactors: UnsafePointer<Float>, scratch: QueryScratch
    ) throws(IndexError) {
        unsafe weights = terms.weights
        unsafe self.normFactors = normFactors
        unsafe norms = view.norms
        let cover = try unsafe PhraseCover(terms, pairs: pairs, scratch: scratch)
        unsafe groupCount = cover.groupCount
        unsafe groups = scratch.take(Group.self, count: cover.groupCount)
        unsafe documentCountMax = cover.documentCountMax
        for group in unsafe 0..<groupCount {
            let count = unsafe cover.groups[group].end - cover.groups[group].start
            unsafe groups[group] = Group(start: listCount, end: listCount + count)
            unsafe listCount += count
        }
        unsafe lists = scratch.take(RankedList.self, count: listCount)
        unsafe bound = UInt32(weights.largest) + 1
        guard unsafe groupCount > 0 else { return }
        if unsafe cover.isExact {
            unsafe kind = .pairs
            let list = unsafe cover.lists[cover.groups[0].start]
            if unsafe listCount == 1 {
                unsafe leaf = WeighedLeaf(list: list.list, weight: weights[list.rank], bound: bound)
            }
        } else {
            unsafe kind = .positions
            let verifier = unsafe scratch.take(PhraseVerifier.self, count: 1)
            unsafe verifier.initialize(
                to: PhraseVerifier(terms, isPossible: cover.isPossible, in: view, fields: fields, scratch: scratch))
            unsafe self.verifier = verifier
        }
        for group in unsafe 0..<groupCount {
            for index in unsafe 0..<groups[group].end - groups[group].start {
                let list = unsafe cover.lists[cover.groups[group].start + index]
                let buffers = unsafe scratch.take(UInt32.self, count: ListState.bufferCount)
                unsafe lists[groups[group].start + index] = RankedList(
                    list: list.list, state: ListState(list.list, in: view, buffers: buffers), rank: list.rank)
            }
        }
    }

    /// Whether bytes of the segment turned out not to be what was written.
    var isDamaged: Bool {
        for index in unsafe 0..<listCount where unsafe lists[index].state.isDamaged { return true }
        return unsafe verifier?.pointee.isDamaged ?? false
    }
}

extension PhraseSource {
    /// Finds what an open segment has of a phrase.
    init(
        _ terms: PhraseTerms, in reader: SegmentReader, normFactors: UnsafePointer<Float>, scratch: QueryScratch
    ) throws(IndexError) {
        let spans = reader.spans.bytes
        let bytes = unsafe try SegmentView.Bytes(start: spans.pointer(0, spans.count), count: spans.count)
        try unsafe self.init(
            terms, in: reader.view, pairs: reader.pairs,
            fields: PhraseFields(bytes, documentCount: reader.documentCount), normFactors: normFactors,
            scratch: scratch)
    }
}
