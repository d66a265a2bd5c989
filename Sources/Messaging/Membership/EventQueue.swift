import Protocol
import Synchronization

/// The events that wait for a registration. Bounded: above it the oldest go, since events are hints.
final class EventQueue: Sendable {
    private let countMax: Int
    private let events = Mutex<[CloudEvent]>([])

    init(countMax: Int) {
        self.countMax = countMax
    }

    func append(_ event: CloudEvent) {
        events.withLock { events in
            events.append(event)
            if events.count > countMax { events.removeFirst(events.count - countMax) }
        }
    }

    func takeAll() -> [CloudEvent] {
        events.withLock { events in
            let taken = events
            events = []
            return taken
        }
    }
}
