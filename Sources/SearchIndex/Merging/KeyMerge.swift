/// Walks over keys in their order.
protocol OrderedCursor {
    /// The key; not before the first call of `next()`.
    var key: [UInt8] { get }
    /// Moves to the next key; false when there is none.
    mutating func next() throws(IndexError) -> Bool
}

extension LexiconCursor: OrderedCursor {}
extension FoldedCursor: OrderedCursor {}

/// Walks over several dictionaries at once, from key to key in their common order.
struct KeyMerge<Cursor: OrderedCursor> {
    private var cursors: [Cursor]
    private var keys: [[UInt8]]
    /// The dictionaries that have keys left, those with the smallest last; of equal ones the first dictionary last.
    private var queue: [Int] = []
    /// The dictionaries that have the key, in their order.
    private(set) var sources: [Int] = []

    init(_ cursors: [Cursor]) throws(IndexError) {
        self.cursors = cursors
        keys = [[UInt8]](repeating: [], count: cursors.count)
        for source in cursors.indices { try insert(source) }
        takeSources()
    }

    /// The key; nil after the last.
    var key: [UInt8]? { sources.first.map { keys[$0] } }

    /// Where the walk stands in one of ``sources``.
    func cursor(of source: Int) -> Cursor { cursors[source] }

    /// Moves to the next key.
    mutating func advance() throws(IndexError) {
        for source in sources { try insert(source) }
        takeSources()
    }

    /// Moves a cursor on and puts its dictionary into the queue.
    private mutating func insert(_ source: Int) throws(IndexError) {
        guard try cursors[source].next() else { return }
        keys[source] = cursors[source].key
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(source, queue[middle]) { low = middle + 1 } else { high = middle }
        }
        queue.insert(source, at: low)
    }

    private func comesBefore(_ left: Int, _ right: Int) -> Bool {
        let order = compareBytes(keys[left], keys[right])
        return order != 0 ? order < 0 : left < right
    }

    private mutating func takeSources() {
        sources.removeAll(keepingCapacity: true)
        while let last = queue.last, sources.isEmpty || keys[last] == keys[sources[0]] {
            sources.append(queue.removeLast())
        }
    }
}

extension KeyMerge<LexiconCursor> {
    init(_ dictionaries: [Lexicon]) throws(IndexError) {
        try self.init(dictionaries.map { lexicon throws(IndexError) in try lexicon.cursor() })
    }
}
