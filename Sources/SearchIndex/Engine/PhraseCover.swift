/// The lists that tell where a phrase is, or may be: in each of several groups a document has to have one.
@unsafe struct PhraseCover {
    /// A list of postings, and how the occurrences in it rank.
    struct List: BitwiseCopyable {
        var list: ListRef
        var rank: PhraseRank
        /// Which of the phrase's members it is of: two of a pair, or twice the same.
        var first: Int
        var second: Int
    }

    /// Lists beside each other.
    struct Group: BitwiseCopyable {
        var start: Int
        var end: Int
        /// How many postings they have; -1 where the segment does not know one of them.
        var postingCount: Int
    }

    let lists: UnsafeMutablePointer<List>
    private var listCount = 0
    /// The groups, the rarest first; none when the phrase is nowhere.
    let groups: UnsafeMutablePointer<Group>
    private(set) var groupCount = 0
    /// Whether the postings of the only group are the phrase's occurrences.
    private(set) var isExact = false
    /// Of each member, whether it can be a part of the phrase at all.
    let isPossible: UnsafeMutablePointer<Bool>

    /// In how many documents the phrase is at most.
    var documentCountMax: Int { unsafe groupCount > 0 ? groups[0].postingCount : 0 }

    /// - Parameter scratch: Lends memory, as long as its arena is not released.
    init(_ terms: PhraseTerms, pairs: PairIndex, scratch: QueryScratch) throws(IndexError) {
        let (members, placeCount) = unsafe (terms.members, terms.placeCount)
        // Where the members of each place begin.
        let starts = unsafe scratch.take(Int.self, count: placeCount + 1)
        var (place, listMax) = (0, members.count)
        unsafe starts[0] = 0
        for index in 0...members.count {
            let next = unsafe index < members.count ? members[index].place : placeCount
            while place < next {
                place += 1
                unsafe starts[place] = index
            }
        }
        for place in 0..<placeCount - 1 {
            unsafe listMax += (starts[place + 1] - starts[place]) * (starts[place + 2] - starts[place + 1])
        }
        unsafe lists = scratch.take(List.self, count: listMax)
        unsafe groups = scratch.take(Group.self, count: 2 * placeCount)
        unsafe isPossible = scratch.take(Bool.self, count: members.count)
        unsafe isPossible.initialize(repeating: true, count: members.count)
        for place in 0..<placeCount where unsafe starts[place] == starts[place + 1] { return }
        for place in 0..<placeCount - 1 {
            let group = try unsafe addPairs(
                members, starts[place]..<starts[place + 1], starts[place + 1]..<starts[place + 2], pairs)
            // Nowhere is one beside the other.
            if group.postingCount == 0 {
                unsafe groupCount = 0
                return
            }
            unsafe groups[groupCount] = group
            unsafe groupCount += 1
        }
        if placeCount == 2, unsafe terms.field == nil, unsafe groups[0].postingCount > 0 {
            unsafe isExact = true
        } else {
            guard unsafe dropImpossible(starts, scratch) else {
                unsafe groupCount = 0
                return
            }
            unsafe cover(members, starts, placeCount, scratch)
        }
    }

    /// Adds the lists of the pairs of two places.
    private mutating func addPairs(
        _ members: UnsafeBufferPointer<PhraseMember>, _ first: Range<Int>, _ second: Range<Int>, _ pairs: PairIndex
    ) throws(IndexError) -> Group {
        let start = unsafe listCount
        var postingCount = 0
        for a in first {
            for b in second {
                switch try unsafe pairs.find(members[a].term, members[b].term.ordinal) {
                case .list(let list):
                    let (left, right) = unsafe (members[a].rank, members[b].rank)
                    unsafe lists[listCount] = List(
                        list: list, rank: left.rawValue > right.rawValue ? left : right, first: a, second: b)
                    unsafe listCount += 1
                    postingCount += Int(list.documentCount)
                case .nowhere: break
                case .unknown:
                    unsafe listCount = start
                    return Group(start: start, end: start, postingCount: -1)
                }
            }
        }
        return unsafe Group(start: start, end: listCount, postingCount: postingCount)
    }

    /// Drops members that have no neighbour, and their pairs; false when the phrase turns out to be nowhere.
    private mutating func dropImpossible(_ starts: UnsafePointer<Int>, _ scratch: QueryScratch) -> Bool {
        let placeCount = unsafe groupCount + 1
        let isSeen = unsafe scratch.take(Bool.self, count: starts[placeCount])
        var isChanged = true
        while isChanged {
            isChanged = false
            for place in 0..<placeCount - 1 where unsafe groups[place].postingCount >= 0 {
                let neighbours = unsafe starts[place]..<starts[place + 2]
                for member in neighbours { unsafe isSeen[member] = false }
                var end = unsafe groups[place].start
                var postingCount = 0
                for index in unsafe groups[place].start..<groups[place].end {
                    let list = unsafe lists[index]
                    guard unsafe isPossible[list.first] && isPossible[list.second] else { continue }
                    unsafe isSeen[list.first] = true
                    unsafe isSeen[list.second] = true
                    unsafe lists[end] = list
                    end += 1
                    postingCount += Int(list.list.documentCount)
                }
                unsafe groups[place].end = end
                unsafe groups[place].postingCount = postingCount
                if postingCount == 0 { return false }
                for member in neighbours where unsafe isPossible[member] && !isSeen[member] {
                    unsafe isPossible[member] = false
                    isChanged = true
                }
            }
        }
        return true
    }

    /// Leaves pairs, the rarest first, until each token is in one; tokens that are in no known pair stand for themselves.
    private mutating func cover(
        _ members: UnsafeBufferPointer<PhraseMember>, _ starts: UnsafePointer<Int>, _ placeCount: Int,
        _ scratch: QueryScratch
    ) {
        let pairs = unsafe scratch.take(Group.self, count: placeCount - 1)
        unsafe pairs.update(from: groups, count: placeCount - 1)
        let isCovered = unsafe scratch.take(Bool.self, count: placeCount)
        unsafe isCovered.initialize(repeating: false, count: placeCount)
        unsafe groupCount = 0
        while true {
            var rarest = -1
            for place in 0..<placeCount - 1 {
                guard unsafe pairs[place].postingCount >= 0 else { continue }
                guard unsafe !isCovered[place] || !isCovered[place + 1] else { continue }
                if unsafe rarest < 0 || pairs[place].postingCount < pairs[rarest].postingCount { rarest = place }
            }
            guard rarest >= 0 else { break }
            unsafe add(pairs[rarest])
            unsafe isCovered[rarest] = true
            unsafe isCovered[rarest + 1] = true
        }
        for place in 0..<placeCount where unsafe !isCovered[place] {
            var group = unsafe Group(start: listCount, end: listCount, postingCount: 0)
            for index in unsafe starts[place]..<starts[place + 1] where unsafe isPossible[index] {
                unsafe lists[listCount] = List(
                    list: members[index].term.list, rank: members[index].rank, first: index, second: index)
                unsafe listCount += 1
                unsafe group.postingCount += Int(members[index].term.list.documentCount)
            }
            unsafe group.end = listCount
            unsafe add(group)
        }
    }

    /// Adds a group among the others, the rarest first.
    private mutating func add(_ group: Group) {
        var place = unsafe groupCount
        while place > 0, unsafe groups[place - 1].postingCount > group.postingCount {
            unsafe groups[place] = groups[place - 1]
            place -= 1
        }
        unsafe groups[place] = group
        unsafe groupCount += 1
    }
}
