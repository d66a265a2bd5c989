/// A term that is nearly what was typed.
struct FuzzyMatch {
    var term: TermRef
    /// How many edits lie between, 0 when there are none.
    var distance: Int
}

extension Lexicon {
    /// The keys within reach of an automaton, in their order.
    func matches(_ automaton: EditAutomaton) throws(IndexError) -> [FuzzyMatch] {
        var matches: [FuzzyMatch] = []
        var cursor = try cursor()
        while try cursor.next() {
            if let distance = automaton.distance(to: cursor.key) {
                matches.append(FuzzyMatch(term: cursor.term, distance: distance))
            }
        }
        return matches
    }
}
