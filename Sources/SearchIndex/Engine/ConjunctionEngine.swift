internal import Packing

/// Searches for documents that have all of several groups of leaves, and none of the excluded leaves.
///
/// A document scores the sum over its groups of the best of a group's leaves, and what its phrases score. Hits are counted
/// without being scored.
enum ConjunctionEngine {
    /// Finds the hits of a segment.
    static func run(
        _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, scratch: QueryScratch,
        collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var windows = unsafe ConjunctionWindows(search, parts, scratch: scratch)
        let documentCount = unsafe search.view.documentCount
        var start: UInt32 = 0
        while start < documentCount {
            let end = min(documentCount, start &+ UInt32(scratch.windowSize))
            if unsafe windows.match(start..<end, search, parts, scratch: scratch) {
                unsafe windows.collect(start..<end, search, parts, &collector)
            }
            start = end
        }
        unsafe windows.note(scratch)
    }
}
