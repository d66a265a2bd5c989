internal import Dispatch
internal import Synchronization

/// Work on several threads at once.
enum SideBySide {
    /// Carries out pieces of work and returns when all are done.
    ///
    /// - Parameters:
    ///   - threadCount: How many are worked on at once at most.
    ///   - body: Does the piece of a number, and touches nothing that another piece changes.
    /// - Throws: What one of the pieces threw; the others are carried out all the same.
    static func run(
        _ pieceCount: Int, threadCount: Int, _ body: (Int) throws(IndexError) -> Void
    ) throws(IndexError) {
        guard threadCount > 1 else {
            for piece in 0..<pieceCount { try body(piece) }
            return
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<IndexError?>(nil)
        withoutActuallyEscaping(body) { body in
            // The caller says that the pieces have nothing in common that changes.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: min(threadCount, pieceCount)) { _ in
                while case let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue, piece < pieceCount {
                    do throws(IndexError) {
                        unsafe try body(piece)
                    } catch {
                        failure.withLock { $0 = $0 ?? error }
                    }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
