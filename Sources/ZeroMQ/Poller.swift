import CZMQ
import Glibc

/// What a socket or descriptor is asked for, or ready for.
public struct Readiness: OptionSet, Sendable, Hashable {
    public let rawValue: Int16
    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// A message or byte can be read without waiting.
    public static let readable = Readiness(rawValue: Int16(ZMQ_POLLIN))
    /// A message or byte can be written without waiting.
    public static let writable = Readiness(rawValue: Int16(ZMQ_POLLOUT))
    /// The descriptor failed.
    public static let failed = Readiness(rawValue: Int16(ZMQ_POLLERR))
}

/// Waits for many sockets and descriptors of one thread at once.
///
/// An entry is named by its position, in order of adding; build a new poller when the set changes.
// An item's raw handle is that of the socket at the same position in `sockets`, which keeps it open.
@safe public struct Poller {
    private var items: [zmq_pollitem_t] = unsafe []
    /// Keeps the sockets alive while they are polled, and makes the owner check possible.
    private var sockets: [Socket?] = []

    /// A poller of nothing.
    public init() {}

    /// The number of entries.
    public var count: Int { sockets.count }

    /// Adds a socket of the calling thread's and returns its position.
    @discardableResult
    public mutating func add(_ socket: Socket, for interest: Readiness) -> Int {
        let handle = unsafe socket.open("poll")
        unsafe items.append(zmq_pollitem_t(socket: handle, fd: 0, events: interest.rawValue, revents: 0))
        sockets.append(socket)
        return count - 1
    }

    /// Adds a descriptor and returns its position.
    @discardableResult
    public mutating func add(descriptor: Int32, for interest: Readiness) -> Int {
        unsafe items.append(zmq_pollitem_t(socket: nil, fd: descriptor, events: interest.rawValue, revents: 0))
        sockets.append(nil)
        return count - 1
    }

    /// Changes what the entry at `position` is asked for.
    public mutating func set(_ interest: Readiness, at position: Int) {
        unsafe items[position].events = interest.rawValue
    }

    /// Waits until an entry is ready, and returns the positions and what each is ready for; none when `timeout` passed.
    ///
    /// - Parameter timeout: the longest wait, rounded up to a millisecond; `nil` waits for ever.
    /// - Throws: ``ZeroMQError`` of code ``ZeroMQError/Code/terminated`` when the context was shut down.
    public mutating func wait(timeout: Duration?) throws(ZeroMQError) -> [(position: Int, readiness: Readiness)] {
        try wait(until: timeout.map { .now + $0 }) ? ready : []
    }

    /// Waits until an entry is ready or `deadline` is reached; ``readiness(at:)`` says which.
    ///
    /// - Parameter deadline: rounded up to a millisecond; `nil` waits for ever.
    /// - Returns: Whether any is ready.
    /// - Throws: ``ZeroMQError`` of code ``ZeroMQError/Code/terminated`` when the context was shut down.
    public mutating func wait(until deadline: ContinuousClock.Instant?) throws(ZeroMQError) -> Bool {
        for case let socket? in sockets { _ = unsafe socket.open("poll") }
        while true {
            let left = deadline.map { Int(($0 - .now).pollMilliseconds) } ?? -1
            let readyCount = unsafe zmq_poll(&items, Int32(count), left)
            if readyCount >= 0 { return readyCount > 0 }
            let number = zmq_errno()
            if number != EINTR { throw ZeroMQError(operation: "poll", endpoint: nil, number: number) }
        }
    }

    /// What an entry was ready for when the last wait ended.
    public func readiness(at position: Int) -> Readiness {
        unsafe Readiness(rawValue: items[position].revents)
    }

    private var ready: [(position: Int, readiness: Readiness)] {
        sockets.indices.compactMap { position in
            let events = unsafe items[position].revents
            return events == 0 ? nil : (position, Readiness(rawValue: events))
        }
    }
}

extension Duration {
    /// Milliseconds rounded up, so that a wait never ends before its time and turns into a busy loop.
    fileprivate var pollMilliseconds: Int32 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max / 1000) else { return .max }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
