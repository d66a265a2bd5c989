import Synchronization

/// A place where one thread leaves a value for another.
public final class Handover<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Nothing is left there yet.
    public init() {}

    /// Leaves a value, in place of one that was not taken.
    public func put(_ value: Value) {
        self.value.withLock { $0 = value }
    }

    /// The value if one was left, once.
    public func take() -> Value? {
        value.withLock { value in
            let taken = value
            value = nil
            return taken
        }
    }
}
