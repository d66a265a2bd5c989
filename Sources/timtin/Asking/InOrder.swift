/// Transforms values several at once and hands on the results in the order of the values, each as soon as it can be.
///
/// - Parameters:
///   - width: How many are under way at once. Twice as many results wait at most for an earlier one.
///   - emit: Takes the results one after the other.
/// - Throws: The first error of either; what is under way is cancelled.
func inOrder<Value: Sendable, Result: Sendable>(
    _ values: [Value], atOnce width: Int, _ transform: @escaping @Sendable (Value) async throws -> Result,
    emit: (Result) throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var started = 0
        var emitted = 0
        var running = 0
        var early: [Int: Result] = [:]
        while emitted < values.count {
            while running < width, started < values.count, started - emitted < 3 * width {
                let index = started
                let value = values[index]
                group.addTask { (index, try await transform(value)) }
                started += 1
                running += 1
            }
            guard let (index, result) = try await group.next() else { break }
            running -= 1
            early[index] = result
            while let result = early.removeValue(forKey: emitted) {
                try emit(result)
                emitted += 1
            }
        }
    }
}
