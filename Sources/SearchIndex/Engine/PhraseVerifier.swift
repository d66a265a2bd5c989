/// Finds a phrase in documents by the positions of its tokens.
@unsafe struct PhraseVerifier: BitwiseCopyable {
    /// A term that can stand at a place.
    private struct Member: BitwiseCopyable {
        var state: ListState
        var rank: PhraseRank
        /// The rank in the block of the document asked for; negative when the list has it not.
        var posting = -1
    }

    /// A place of the phrase and its members.
    private struct Place: BitwiseCopyable {
        var number: UInt32
        var firstMember: Int
        var memberEnd: Int

        var members: Range<Int> { firstMember..<memberEnd }
    }

    private let members: UnsafeMutablePointer<Member>
    private var memberCount = 0
    /// The places, the rarest first.
    private let places: UnsafeMutablePointer<Place>
    private let placeCount: Int
    /// The number of the field that occurrences have to lie in.
    private let field: UInt8?
    private let fields: PhraseFields
    private var areFieldsDamaged = false

    /// - Parameter isPossible: Of each member whether it can be a part of the phrase; one at each place can.
    init(
        _ terms: PhraseTerms, isPossible: UnsafePointer<Bool>, in view: SegmentView, fields: PhraseFields,
        scratch: QueryScratch
    ) {
        unsafe members = scratch.take(Member.self, count: terms.members.count)
        unsafe placeCount = terms.placeCount
        unsafe places = scratch.take(Place.self, count: placeCount)
        unsafe field = terms.field?.rawValue
        unsafe self.fields = fields
        let costs = unsafe scratch.take(Int.self, count: placeCount)
        var next = 0
        for number in unsafe 0..<placeCount {
            var place = unsafe Place(number: UInt32(number), firstMember: memberCount, memberEnd: 0)
            var cost = 0
            while unsafe next < terms.members.count, unsafe terms.members[next].place == number {
                let list = unsafe terms.members[next].term.list
                if unsafe isPossible[next] {
                    let buffers = unsafe scratch.take(UInt32.self, count: ListState.bufferCount)
                    unsafe members[memberCount] = Member(
                        state: ListState(list, in: view, buffers: buffers), rank: terms.members[next].rank)
                    unsafe memberCount += 1
                    cost += Int(list.documentCount)
                }
                next += 1
            }
            unsafe place.memberEnd = memberCount
            var order = number
            while order > 0, unsafe costs[order - 1] > cost {
                unsafe costs[order] = costs[order - 1]
                unsafe places[order] = places[order - 1]
                order -= 1
            }
            unsafe costs[order] = cost
            unsafe places[order] = place
        }
    }

    /// Whether bytes of the segment turned out not to be what was written.
    var isDamaged: Bool {
        for index in unsafe 0..<memberCount where unsafe members[index].state.isDamaged { return true }
        return unsafe areFieldsDamaged
    }

    /// How often the phrase is in a document; documents come in ascending order.
    ///
    /// - Parameter scratch: Lends memory for the time of the call.
    mutating func frequencies(in document: UInt32, _ scratch: QueryScratch) -> PhraseFrequencies {
        guard unsafe findPostings(of: document) else { return PhraseFrequencies() }
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var matches = unsafe starts(of: 0, scratch)
        for place in unsafe 1..<placeCount where unsafe matches.count > 0 {
            unsafe matches.keepCommon(starts(of: place, scratch))
        }
        return unsafe count(matches, document)
    }

    /// Whether a document has a member at each place.
    private func findPostings(of document: UInt32) -> Bool {
        for place in unsafe 0..<placeCount {
            var isThere = false
            for index in unsafe places[place].members {
                let member = unsafe members + index
                unsafe member.pointee.posting = member.pointee.state.rank(of: document)
                if unsafe member.pointee.posting >= 0 { isThere = true }
            }
            if !isThere { return false }
        }
        return true
    }

    private func starts(of place: Int, _ scratch: QueryScratch) -> PhraseStarts {
        let (number, range) = unsafe (places[place].number, places[place].members)
        var count = 0
        for index in range where unsafe members[index].posting >= 0 {
            unsafe count += members[index].state.positionCount(at: members[index].posting)
        }
        var starts = unsafe PhraseStarts(number, count, scratch)
        for index in range where unsafe members[index].posting >= 0 {
            let member = unsafe members + index
            let count = unsafe member.pointee.state.positions(at: member.pointee.posting, into: starts.free)
            unsafe starts.add(count, member.pointee.rank)
        }
        return unsafe starts
    }

    private mutating func count(_ matches: PhraseStarts, _ document: UInt32) -> PhraseFrequencies {
        var found = PhraseFrequencies()
        guard unsafe matches.count > 0 else { return found }
        guard unsafe !fields.isEmpty else {
            for index in unsafe 0..<matches.count { unsafe found.add(matches.ranks[index], weight: 1) }
            return found
        }
        guard let ends = unsafe fields.ends(of: document) else {
            unsafe areFieldsDamaged = true
            return found
        }
        var number = 0
        for index in unsafe 0..<matches.count {
            while number < 5, unsafe ends[number] <= matches.starts[index] { number += 1 }
            guard number < 5 else {
                unsafe areFieldsDamaged = true
                break
            }
            if unsafe field == nil || field == UInt8(number) {
                unsafe found.add(matches.ranks[index], weight: Field.textWeights[number])
            }
        }
        return found
    }
}
