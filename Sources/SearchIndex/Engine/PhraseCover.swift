/// The lists that tell where a phrase is, or may be: in each of several groups a document has to have one.
@unsafe struct PhraseCover {
    /// A list of postings, and how the occurrences in it rank.
    struct List: BitwiseCopyable {
        var list: ListRef
        var rank: PhraseRank
    }

    /// The groups, the rarest first; empty when the phrase is nowhere.
    private(set) var groups: [[List]] = []
    /// In how many documents the phrase is at most.
    private(set) var documentCountMax = 0
    /// Whether the postings of the only group are the phrase's occurrences.
    private(set) var isExact = false

    /// How many lists there are.
    var listCount: Int { unsafe groups.reduce(0) { $0 + $1.count } }

    init(_ terms: PhraseTerms, pairs: PairIndex, scratch: QueryScratch) throws(IndexError) {
        let placeCount = unsafe terms.placeCount
        var places = [[List]](repeating: [], count: placeCount)
        var members = [[PhraseMember]](repeating: [], count: placeCount)
        for index in unsafe 0..<terms.members.count {
            let member = unsafe terms.members[index]
            places[member.place].append(List(list: member.term.list, rank: member.rank))
            members[member.place].append(member)
        }
        if places.contains(where: \.isEmpty) { return }
        // For each place but the last, the lists of the pairs that begin there; nil where these are not known.
        var found: [[List]?] = []
        for place in 0..<placeCount - 1 {
            let lists = unsafe try Self.pairs(members[place], members[place + 1], pairs)
            // Nowhere is one beside the other.
            if let lists, lists.isEmpty { return }
            found.append(lists)
        }
        if placeCount == 2, unsafe terms.field == nil, let lists = found[0] {
            unsafe isExact = true
            unsafe groups = [lists]
        } else {
            unsafe groups = Self.cover(places, pairs: found)
        }
        unsafe documentCountMax = groups.reduce(.max) { unsafe min($0, Self.count($1)) }
    }

    private static func count(_ lists: [List]) -> Int { lists.reduce(0) { $0 + Int($1.list.documentCount) } }

    /// The lists of the pairs of two places, nil when the segment does not know one of them.
    private static func pairs(
        _ first: [PhraseMember], _ second: [PhraseMember], _ pairs: PairIndex
    ) throws(IndexError) -> [List]? {
        var lists: [List] = []
        for a in first {
            for b in second {
                switch try pairs.find(a.term, b.term.ordinal) {
                case .list(let list):
                    lists.append(List(list: list, rank: a.rank.rawValue > b.rank.rawValue ? a.rank : b.rank))
                case .nowhere: break
                case .unknown: return nil
                }
            }
        }
        return lists
    }

    /// Pairs, the rarest first, until each token is in one; tokens that are in no known pair stand for themselves.
    private static func cover(_ places: [[List]], pairs: [[List]?]) -> [[List]] {
        let known = pairs.indices.filter { pairs[$0] != nil }
            .sorted { unsafe count(pairs[$0] ?? []) < count(pairs[$1] ?? []) }
        var isCovered = [Bool](repeating: false, count: places.count)
        var groups: [[List]] = []
        for place in known where !isCovered[place] || !isCovered[place + 1] {
            groups.append(pairs[place] ?? [])
            isCovered[place] = true
            isCovered[place + 1] = true
        }
        for place in places.indices where !isCovered[place] { groups.append(places[place]) }
        return groups.sorted { unsafe count($0) < count($1) }
    }
}
