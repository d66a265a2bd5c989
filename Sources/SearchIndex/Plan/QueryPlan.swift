/// A query as a generation answers it: what is asked in terms of leaves, and what each segment has of these.
final class QueryPlan: Sendable {
    /// The nodes, the root first.
    let nodes: [PlanNode]
    /// The leaves from left to right: those of `must`, then of `should`, then of `mustNot`. A phrase has one for each of
    /// its tokens.
    let leaves: [PlanLeaf]
    /// What segments have of tokens and keywords; see `PlanLeaf.first`.
    let found: [FoundTerms]
    /// Spellings that had to be told apart; see `FoundTerms.spellingStart`.
    let spellings: [TermRef]
    /// What segments have of several terms that match alike.
    let sets: [FoundSets]
    /// What segments have of ranges of dates; nil where no document can be.
    let filters: [DocumentBits?]
    /// How the query can be carried out.
    let shape: QueryShape
    /// Whether anything in the query was typed with a diacritic or `đ`.
    let hasDiacritics: Bool

    init(_ planner: consuming QueryPlanner) {
        nodes = planner.nodes
        leaves = planner.leaves
        found = planner.found
        spellings = planner.spellings
        sets = planner.sets
        filters = planner.filters
        shape = QueryShape(planner.nodes, hasFields: planner.hasFields)
        hasDiacritics = planner.hasDiacritics
    }

    /// The spellings of a token that have to be told apart.
    func spellings(_ found: FoundTerms) -> ArraySlice<TermRef> {
        spellings[Int(found.spellingStart)..<Int(found.spellingStart + found.spellingCount)]
    }

    /// The counts of all leaves, as statistics give them.
    var counts: [[Int]] {
        leaves.map { leaf in
            leaf.kind == .token ? [leaf.counts.exact, leaf.counts.folded, leaf.counts.bare] : [leaf.counts.exact]
        }
    }
}
