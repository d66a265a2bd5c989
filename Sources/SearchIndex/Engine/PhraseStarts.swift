/// Where occurrences of a phrase in a document begin as far as is known, ascending, with the worst rank so far.
@unsafe struct PhraseStarts {
    let starts: UnsafeMutablePointer<UInt32>
    let ranks: UnsafeMutablePointer<PhraseRank>
    private(set) var count = 0
    /// The place in the phrase whose positions are added.
    private let place: UInt32

    /// - Parameters:
    ///   - capacity: How many positions are added at most.
    ///   - scratch: Lends memory, as long as its arena is not released.
    init(_ place: UInt32, _ capacity: Int, _ scratch: QueryScratch) {
        unsafe self.place = place
        unsafe starts = scratch.take(UInt32.self, count: capacity)
        unsafe ranks = scratch.take(PhraseRank.self, count: capacity)
    }

    /// Where positions that are to be added have to be written.
    var free: UnsafeMutablePointer<UInt32> { unsafe starts + count }

    /// Adds the positions that were written at `free`, which ascend.
    mutating func add(_ added: Int, _ rank: PhraseRank) {
        var end = unsafe count
        for index in unsafe count..<count + added where unsafe starts[index] >= place {
            let start = unsafe starts[index] &- place
            // Behind those of other terms that begin before it; where positions make sense no two are the same.
            var target = end
            while target > 0, unsafe starts[target - 1] > start {
                unsafe starts[target] = starts[target - 1]
                unsafe ranks[target] = ranks[target - 1]
                target -= 1
            }
            unsafe starts[target] = start
            unsafe ranks[target] = rank
            end += 1
        }
        unsafe count = end
    }

    /// Keeps what is among others, too.
    mutating func keepCommon(_ others: PhraseStarts) {
        var kept = 0
        var other = 0
        for index in unsafe 0..<count {
            while unsafe other < others.count, unsafe others.starts[other] < starts[index] { other += 1 }
            guard unsafe other < others.count else { break }
            guard unsafe others.starts[other] == starts[index] else { continue }
            let rank = unsafe max(ranks[index].rawValue, others.ranks[other].rawValue)
            unsafe starts[kept] = starts[index]
            unsafe ranks[kept] = PhraseRank(rawValue: rank) ?? .bare
            kept += 1
        }
        unsafe count = kept
    }
}
