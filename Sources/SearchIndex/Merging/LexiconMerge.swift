/// Walks over several dictionaries at once, from key to key in their common order.
struct LexiconMerge {
    private var cursors: [LexiconCursor]
    /// The dictionaries that have keys left, those with the smallest last; of equal ones the first dictionary last.
    private var queue: [Int] = []
    /// The dictionaries that have the key, in their order.
    private(set) var sources: [Int] = []

    init(_ dictionaries: [Lexicon]) throws(IndexError) {
        cursors = try dictionaries.map { lexicon throws(IndexError) in try lexicon.cursor() }
        for source in cursors.indices { try insert(source) }
        takeSources()
    }

    /// The key; nil after the last.
    var key: [UInt8]? { sources.first.map { cursors[$0].key } }

    /// What one of ``sources`` says of the key.
    func term(of source: Int) -> TermRef { cursors[source].term }

    /// Moves to the next key.
    mutating func advance() throws(IndexError) {
        for source in sources { try insert(source) }
        takeSources()
    }

    /// Moves a cursor on and puts its dictionary into the queue.
    private mutating func insert(_ source: Int) throws(IndexError) {
        guard try cursors[source].next() else { return }
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(source, queue[middle]) { low = middle + 1 } else { high = middle }
        }
        queue.insert(source, at: low)
    }

    private func comesBefore(_ left: Int, _ right: Int) -> Bool {
        let order = compareBytes(cursors[left].key, cursors[right].key)
        return order != 0 ? order < 0 : left < right
    }

    private mutating func takeSources() {
        sources.removeAll(keepingCapacity: true)
        while let last = queue.last, sources.isEmpty || cursors[last].key == cursors[sources[0]].key {
            sources.append(queue.removeLast())
        }
    }
}
