/// The numbers of the terms of all tokens read, in their order: chunks of a mebibyte, so that growing moves nothing.
@safe struct TokenChunks: ~Copyable {
    // The chunks belong to the value alone, which frees them; `next` and `end` lie in the last one.

    static let chunkCount = 1 << 18

    private var chunks: [UnsafeMutablePointer<UInt32>] = unsafe []
    private var next: UnsafeMutablePointer<UInt32>
    private var end: UnsafeMutablePointer<UInt32>

    init() {
        unsafe next = .allocate(capacity: Self.chunkCount)
        unsafe end = next + Self.chunkCount
        unsafe chunks.append(next)
    }

    deinit {
        for index in unsafe chunks.indices { unsafe chunks[index].deallocate() }
    }

    /// How many tokens there are.
    var count: Int { unsafe chunks.count * Self.chunkCount - (end - next) }

    @inline(__always)
    mutating func append(_ term: UInt32) {
        if unsafe next == end { addChunk() }
        unsafe next.pointee = term
        unsafe next += 1
    }

    @inline(never)
    private mutating func addChunk() {
        unsafe next = .allocate(capacity: Self.chunkCount)
        unsafe end = next + Self.chunkCount
        unsafe chunks.append(next)
    }

    /// Forgets all tokens, and frees all chunks but the first.
    mutating func removeAll() {
        for index in unsafe chunks.indices.dropFirst() { unsafe chunks[index].deallocate() }
        unsafe chunks.removeLast(chunks.count - 1)
        unsafe next = chunks[0]
        unsafe end = next + Self.chunkCount
    }

    /// Calls `body` with the tokens of a range, in parts that lie side by side, which live for the call.
    @inline(__always) @unsafe
    func forEachPart(of range: Range<Int>, _ body: (UnsafePointer<UInt32>, Int) -> Void) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "tokens outside of what was read")
        var start = range.lowerBound
        while start < range.upperBound {
            let offset = start & (Self.chunkCount - 1)
            let partCount = min(Self.chunkCount - offset, range.upperBound - start)
            unsafe body(UnsafePointer(chunks[start / Self.chunkCount] + offset), partCount)
            start += partCount
        }
    }
}
