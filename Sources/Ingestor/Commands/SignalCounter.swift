import Synchronization

/// Counts signals, from any thread.
final class SignalCounter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    /// Counts one more, and returns how many there were with it.
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
