/// A phrase over one segment: window by window, which documents have it, and what they score.
@unsafe struct PlainPhrase {
    /// A term that can stand at a place of the phrase.
    private struct Member: BitwiseCopyable {
        var matching: ListState
        var occurrences: ListState
        let place: Int
        let rank: PhraseRank
    }

    private let terms: PhraseTerms
    private let members: UnsafeMutablePointer<Member>
    private let words: UnsafeMutablePointer<UInt64>
    private let normFactors: UnsafePointer<Float>
    private let reader: SegmentReaderV2
    private let scratch: QueryScratch

    init(_ terms: PhraseTerms, in reader: SegmentReaderV2, normFactors: UnsafePointer<Float>, scratch: QueryScratch) {
        unsafe self.terms = terms
        unsafe self.reader = reader
        unsafe self.normFactors = normFactors
        unsafe self.scratch = scratch
        unsafe members = scratch.take(Member.self, count: terms.members.count)
        unsafe words = scratch.take(UInt64.self, count: DocumentWindow.wordCountMax)
        func state(_ list: ListRef) -> ListState {
            unsafe ListState(list, in: reader.view, buffers: scratch.take(UInt32.self, count: ListState.bufferCount))
        }
        for unsafe(index, member) in unsafe terms.members.enumerated() {
            unsafe (members + index).initialize(
                to: Member(
                    matching: state(member.term.list), occurrences: state(member.term.list), place: member.place,
                    rank: member.rank))
        }
    }

    var isDamaged: Bool {
        unsafe (0..<terms.members.count).contains {
            unsafe members[$0].matching.isDamaged || members[$0].occurrences.isDamaged
        }
    }

    /// Finds the documents that have the phrase; false when there are none.
    func match(
        _ window: DocumentWindow, within candidates: UnsafePointer<UInt64>, bits: UnsafeMutablePointer<UInt64>,
        scores: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        unsafe WindowBits.copy(candidates, to: bits, window)
        for place in unsafe 0..<terms.placeCount {
            unsafe WindowBits.clear(words, window)
            for index in unsafe 0..<terms.members.count where unsafe members[index].place == place {
                unsafe members[index].matching.bits(window.start..<window.end, into: words)
            }
            guard unsafe WindowBits.formIntersection(bits, words, window) else {
                unsafe WindowBits.clear(bits, window)
                return false
            }
        }
        unsafe WindowBits.copy(bits, to: words, window)
        unsafe WindowBits.forEach(words, window) { place in
            let score = unsafe self.score(window.start &+ UInt32(place))
            unsafe scores[place] = score
            if score == 0 { unsafe bits[place >> 6] &= ~(1 << UInt64(place & 63)) }
        }
        return unsafe !WindowBits.isEmpty(bits, window)
    }

    /// What a document scores; 0 when it has the phrase not.
    private func score(_ document: UInt32) -> UInt32 {
        var starts: [UInt32: PhraseRank] = [:]
        for place in unsafe 0..<terms.placeCount {
            var found: [UInt32: PhraseRank] = [:]
            for index in unsafe 0..<terms.members.count where unsafe members[index].place == place {
                let rank = unsafe members[index].rank
                for position in unsafe positions(&members[index].occurrences, document) where position >= place {
                    let start = position - UInt32(place)
                    guard let before = place == 0 ? rank : starts[start] else { continue }
                    found[start] = before.rawValue < rank.rawValue ? rank : before
                }
            }
            starts = found
        }
        var frequencies = [UInt64](repeating: 0, count: PhraseRank.allCases.count)
        for (start, rank) in starts {
            guard unsafe reader.hasFields else {
                frequencies[Int(rank.rawValue)] += 1
                continue
            }
            guard let field = unsafe try? reader.spans.field(at: start, document: document),
                unsafe terms.field == nil || terms.field == field
            else { continue }
            frequencies[Int(rank.rawValue)] += UInt64(field.weight)
        }
        var (best, sum) = (UInt32(0), UInt64(0))
        for rank in PhraseRank.allCases where frequencies[Int(rank.rawValue)] > 0 {
            sum += frequencies[Int(rank.rawValue)]
            let score = unsafe ScoringV2.score(
                weight: terms.weights[rank], frequency: UInt32(min(sum, UInt64(FrequencyCode.frequencyMax))),
                factor: normFactors[Int(reader.view.norms[Int(document)])])
            best = max(best, score)
        }
        return best
    }

    private func positions(_ list: inout ListState, _ document: UInt32) -> [UInt32] {
        let rank = list.rank(of: document)
        guard rank >= 0 else { return [] }
        let count = list.positionCount(at: rank)
        return unsafe [UInt32](unsafeUninitializedCapacity: count) { buffer, found in
            guard let start = buffer.baseAddress, count > 0 else { return }
            found = unsafe list.positions(at: rank, into: start)
        }
    }
}
