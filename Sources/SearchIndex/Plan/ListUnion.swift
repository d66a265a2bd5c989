/// Gathers the documents of lists of a segment, one list after the other.
@safe struct ListUnion: ~Copyable {
    /// The documents so far.
    let bits: DocumentBits
    private let segment: SearchSegment
    private let buffers: UnsafeMutablePointer<UInt32>

    init(of segment: SearchSegment) {
        self.segment = segment
        bits = DocumentBits(documentCount: segment.documentCount)
        unsafe buffers = .allocate(capacity: ListState.bufferCount)
    }

    deinit { unsafe buffers.deallocate() }

    /// Adds the documents of a list.
    func insert(_ list: ListRef) throws(IndexError) {
        if list.documentCount == 1, list.document < segment.documentCount { return bits.insert(list.document) }
        var state = unsafe ListState(list, in: segment.view, buffers: buffers)
        unsafe state.bits(0..<segment.documentCount, into: bits.words)
        if state.isDamaged { throw segment.damaged() }
    }

    /// Adds the documents that have a term in a text field; in any when nil.
    func insert(_ list: ListRef, in field: Field?, scratch: QueryScratch) throws(IndexError) {
        guard let field, segment.hasFields else { return try insert(list) }
        let all = ListUnion(of: segment)
        try all.insert(list)
        let fields = unsafe FieldOccurrences(segment.fields, scratch)
        var state = unsafe ListState(list, in: segment.view, buffers: buffers)
        all.bits.forEach { document in
            if unsafe fields.frequency(of: &state, in: field, document: document) > 0 { bits.insert(document) }
        }
        if state.isDamaged { throw segment.damaged() }
    }
}
