/// What a conjunction is made of in one segment; the caller keeps all of it.
@unsafe struct ConjunctionParts {
    /// Groups of which a hit has each, one at least unless there are phrases.
    var required: UnsafeBufferPointer<LeafGroup>
    /// Phrases of which a hit has each.
    var phrases = unsafe UnsafeMutableBufferPointer<PhraseSource>(start: nil, count: 0)
    /// Groups that add to the score where a hit has them.
    var optional = unsafe UnsafeBufferPointer<LeafGroup>(start: nil, count: 0)
    /// The leaves of the search that no hit has.
    var excluded = 0..<0
    /// Sets that every hit is in, ⌈documents / 64⌉ words each.
    var filters = unsafe UnsafeBufferPointer<UnsafePointer<UInt64>>(start: nil, count: 0)

    /// Whether it is made of one phrase alone.
    var isPhrase: Bool {
        unsafe phrases.count == 1 && required.isEmpty && optional.isEmpty && excluded.isEmpty && filters.isEmpty
    }
}
