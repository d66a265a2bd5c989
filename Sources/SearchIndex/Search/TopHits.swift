/// The best hits so far: a heap whose root is the worst of them.
struct TopHits {
    /// A document with its score.
    struct Hit {
        var score: Int64
        var address: DocumentAddress
    }

    private let segments: [SearchSegment]
    private let capacity: Int
    private var heap: [Hit] = []

    /// - Parameter capacity: How many hits are kept.
    init(capacity: Int, segments: [SearchSegment]) {
        self.capacity = capacity
        self.segments = segments
    }

    /// What a hit's score has to reach to be kept.
    var scoreMin: Int64 { heap.count < capacity ? .min : heap.first?.score ?? .max }

    /// Whether there are as many as are kept.
    var isFull: Bool { heap.count == capacity }

    /// Keeps a hit if it is one of the best, and says whether it is.
    mutating func insert(_ hit: Hit) throws(IndexError) -> Bool {
        if heap.count < capacity {
            heap.append(hit)
            try siftUp(heap.count - 1)
        } else if let worst = heap.first, try isBetter(hit, than: worst) {
            heap[0] = hit
            try siftDown(0)
        } else {
            return false
        }
        return true
    }

    /// The hits kept, best first.
    mutating func ordered() throws(IndexError) -> [Hit] {
        var ordered: [Hit] = []
        while let worst = heap.first {
            ordered.append(worst)
            let last = heap.removeLast()
            guard !heap.isEmpty else { break }
            heap[0] = last
            try siftDown(0)
        }
        return ordered.reversed()
    }

    /// Whether a hit comes before another: by score, then by the bytes of the ids.
    private func isBetter(_ left: Hit, than right: Hit) throws(IndexError) -> Bool {
        guard left.score == right.score else { return left.score > right.score }
        return compareBytes(try id(left), try id(right)) < 0
    }

    private func id(_ hit: Hit) throws(IndexError) -> [UInt8] {
        try segments[hit.address.segment].reader.ids.id(hit.address.document)
    }

    private mutating func siftUp(_ start: Int) throws(IndexError) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard try isBetter(heap[parent], than: heap[index]) else { return }
            heap.swapAt(parent, index)
            index = parent
        }
    }

    private mutating func siftDown(_ start: Int) throws(IndexError) {
        var index = start
        while true {
            var worst = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if try isBetter(heap[worst], than: heap[child]) { worst = child }
            }
            guard worst != index else { return }
            heap.swapAt(worst, index)
            index = worst
        }
    }
}
