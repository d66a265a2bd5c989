/// What is to be written of the documents being inverted beside their terms, in the order of their arrival.
struct DocumentBatch {
    /// Tokens side by side in one text: pairs lie inside of one.
    struct Run: BitwiseCopyable {
        /// The position of the first, shifted by three bits, and the number of the field.
        var place: UInt32
        var count: UInt32
    }

    /// One document.
    struct Entry: BitwiseCopyable {
        /// Where its id, its runs and its tokens end; they begin where those of the document before end.
        var idEnd: Int
        var runEnd: Int
        var tokenEnd: Int
        /// As ``DocumentDates`` has it.
        var date: UInt32
        var norm: UInt8
    }

    var entries: [Entry] = []
    var ids: [UInt8] = []
    var runs: [Run] = []
    /// Where the fields of each document end in its space of positions; empty where they are not told apart.
    var fieldEnds: [InlineArray<5, UInt32>] = []

    var count: Int { entries.count }

    /// About how many bytes it takes.
    var byteCount: Int {
        entries.count * MemoryLayout<Entry>.stride + ids.count + runs.count * MemoryLayout<Run>.stride
            + fieldEnds.count * 20
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        fieldEnds.removeAll(keepingCapacity: true)
    }

    /// The id of the document that arrived with a number.
    func id(_ arrival: Int) -> ArraySlice<UInt8> {
        ids[(arrival == 0 ? 0 : entries[arrival - 1].idEnd)..<entries[arrival].idEnd]
    }

    func runs(_ arrival: Int) -> Range<Int> {
        (arrival == 0 ? 0 : entries[arrival - 1].runEnd)..<entries[arrival].runEnd
    }

    func tokens(_ arrival: Int) -> Range<Int> {
        (arrival == 0 ? 0 : entries[arrival - 1].tokenEnd)..<entries[arrival].tokenEnd
    }

    /// The documents by ascending norm, those of one norm in the order of their arrival: for each number in the segment
    /// the number of the arrival.
    func byNorm() -> [UInt32] {
        var next = [Int](repeating: 0, count: 257)
        for entry in entries { next[Int(entry.norm) + 1] += 1 }
        for norm in 1..<257 { next[norm] += next[norm - 1] }
        var arrivals = [UInt32](repeating: 0, count: entries.count)
        for (arrival, entry) in entries.enumerated() {
            arrivals[next[Int(entry.norm)]] = UInt32(arrival)
            next[Int(entry.norm)] += 1
        }
        return arrivals
    }
}
