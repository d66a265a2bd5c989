/// How a query can be carried out, whatever the segment.
enum QueryShape: UInt8, BitwiseCopyable {
    /// Any of some parts that are lists of postings, or can be, and none of others: the root's parts, or the root alone.
    case union
    /// All of some such parts, optionally others, and none of others: the root's parts.
    case conjunction
    /// Everything else.
    case tree

    init(_ nodes: [PlanNode], hasFields: Bool) {
        guard let root = nodes.first else {
            self = .tree
            return
        }
        func isPlain(_ node: PlanNode) -> Bool {
            switch node.kind {
            case .token: node.field == nil || !hasFields
            case .keyword, .phrase: true
            case .nothing, .all, .published, .several, .boolean: false
            }
        }
        guard root.kind == .boolean else {
            self = isPlain(root) ? .union : .tree
            return
        }
        let isUnion = root.mustCount == 0 && root.minimum == 1
        let isConjunction = root.mustCount > 0 && root.minimum == 0
        if isUnion || isConjunction, nodes.dropFirst().allSatisfy(isPlain) {
            self = isUnion ? .union : .conjunction
        } else {
            self = .tree
        }
    }
}
