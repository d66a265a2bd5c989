/// Finds the documents of a segment that have a token that is so or nearly so.
struct FuzzyFinder {
    let segment: SearchSegment
    let field: Field?

    let scratch: QueryScratch

    /// - Parameter automaton: Knows the token, and how many edits there may be.
    func find(_ automaton: EditAutomaton) throws(IndexError) -> FoundSets {
        let exact = ListUnion(of: segment)
        let near = ListUnion(of: segment)
        let far = ListUnion(of: segment)
        for match in try segment.reader.terms.matches(automaton) {
            switch match.distance {
            case 0: try exact.insert(match.term.list, in: field, scratch: scratch)
            case 1: try near.insert(match.term.list, in: field, scratch: scratch)
            default: try far.insert(match.term.list, in: field, scratch: scratch)
            }
        }
        return FoundSets([
            FoundSets.Ranked(exact.bits, .exact), FoundSets.Ranked(near.bits, .near), FoundSets.Ranked(far.bits, .far),
        ])
    }
}
