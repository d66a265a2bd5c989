public import ZeroMQ

/// The sockets that a ``SocketThread`` polls, and what to do when one is ready. Used on that thread alone.
public final class SocketLoop {
    /// Names a watched socket within its loop.
    public struct Watch: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct Entry {
        let watch: Watch
        let socket: Socket
        var interest: Readiness
        let isReady: (Readiness) -> Void
    }

    private var entries: [Entry] = []
    private var nextNumber = 0
    private let bellDescriptor: Int32
    /// Nil when the set of sockets changed since it was built. The bell is its first entry.
    private var poller: Poller?
    /// Who is ready in this turn; kept between turns for its memory alone.
    private var called: [(watch: Watch, readiness: Readiness)] = []
    private(set) var isStopped = false

    init(bellDescriptor: Int32) {
        self.bellDescriptor = bellDescriptor
    }

    /// Calls `isReady` whenever `socket` is ready for what is asked.
    ///
    /// The call should take what is there, though not without bound, so that one busy socket does not starve the rest.
    /// It is repeated while the socket stays ready.
    @discardableResult
    public func watch(
        _ socket: Socket, for interest: Readiness = .readable, _ isReady: @escaping (Readiness) -> Void
    ) -> Watch {
        let watch = Watch(number: nextNumber)
        nextNumber += 1
        entries.append(Entry(watch: watch, socket: socket, interest: interest, isReady: isReady))
        poller = nil
        return watch
    }

    /// Changes what a watched socket is asked for.
    public func set(_ interest: Readiness, of watch: Watch) {
        guard let index = entries.firstIndex(where: { $0.watch == watch }), entries[index].interest != interest else {
            return
        }
        entries[index].interest = interest
        poller?.set(interest, at: index + 1)
    }

    /// Stops watching, as before the socket is closed. Does nothing for one that is not watched.
    public func unwatch(_ watch: Watch) {
        entries.removeAll { $0.watch == watch }
        poller = nil
    }

    /// Ends the thread after this turn.
    public func stop() {
        isStopped = true
    }

    /// Waits until the bell rings, a socket is ready or `wakeUp` is reached, and calls whom it concerns.
    ///
    /// - Returns: whether the bell rang.
    /// - Throws: ``ZeroMQError`` when the context was shut down.
    func poll(until wakeUp: ContinuousClock.Instant?) throws(ZeroMQError) -> Bool {
        if poller == nil { makePoller() }
        guard let isAnyReady = try poller?.wait(until: wakeUp), isAnyReady else { return false }
        let hasRung = poller?.readiness(at: 0).isEmpty == false
        // A call may unwatch sockets, itself or others, so each is looked up anew by its name.
        called.removeAll(keepingCapacity: true)
        for (index, entry) in entries.enumerated() {
            let readiness = poller?.readiness(at: index + 1) ?? []
            if !readiness.isEmpty { called.append((entry.watch, readiness)) }
        }
        for (watch, readiness) in called {
            entries.first { $0.watch == watch }?.isReady(readiness)
        }
        return hasRung
    }

    private func makePoller() {
        var poller = Poller()
        poller.add(descriptor: bellDescriptor, for: .readable)
        for entry in entries { poller.add(entry.socket, for: entry.interest) }
        self.poller = poller
    }
}
