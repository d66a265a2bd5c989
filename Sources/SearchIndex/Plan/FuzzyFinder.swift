/// Finds the documents of a segment that have a token that is so or nearly so.
struct FuzzyFinder {
    let segment: SearchSegment
    let field: Field?

    /// - Parameter automaton: Knows the token, and how many edits there may be.
    func find(_ automaton: EditAutomaton) throws(IndexError) -> FoundSets {
        let ranks: [MatchRank] = [.exact, .near, .far]
        let sets = ranks.map { _ in DocumentBits(documentCount: segment.documentCount) }
        for match in try segment.reader.terms.matches(automaton) {
            if let field {
                try segment.insert(match.term.list, in: field, into: sets[match.distance])
            } else {
                try segment.insert(match.term.list, into: sets[match.distance])
            }
        }
        return FoundSets(zip(sets, ranks).map { FoundSets.Ranked($0, $1) })
    }
}
