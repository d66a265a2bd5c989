/// Which of several equal servers a client speaks to, and when it goes on to the next: its decisions, without names, sockets
/// and clock.
///
/// It stays with a server until that one is lost, silent or stopping; then the next has its turn, round and round, with a
/// pause after each round in which nobody answered. Every turn begins by looking the server's name up, which may stand for
/// another address than before, and tries one address after the other.
struct ServerChoice {
    typealias Instant = ContinuousClock.Instant

    /// What is to be done now.
    enum Step: Equatable {
        /// Find the addresses of a server, and tell them by ``ServerChoice/resolved(_:of:)``.
        case resolve(server: Int)
        /// Connect to an address of a server.
        case connect(server: Int, address: String)
        /// Send something that a server which lives answers at once.
        case probe
        /// Close the connection: nothing is expected of it any more.
        case giveUp(Loss)
    }

    /// Why a server is left for the next.
    enum Loss: Equatable {
        case unresolved
        case unreachable
        case disconnected
        case silent
        case stopping

        var reason: String {
            switch self {
            case .unresolved: "its name was not found"
            case .unreachable: "nobody is there"
            case .disconnected: "the connection was lost"
            case .silent: "it is silent"
            case .stopping: "it is shutting down"
            }
        }
    }

    private enum Phase {
        case pausing(until: Instant)
        case resolving(until: Instant)
        /// Addresses that were not tried yet; at least one.
        case choosing(ArraySlice<String>)
        case connecting(until: Instant, others: ArraySlice<String>)
        case connected
    }

    private let serverCount: Int
    private let settings: MessagingSettings
    private let pauses: RetryPolicy
    private var phase: Phase
    /// Servers left since one answered.
    private var failureCount = 0
    /// Since when the server owes an answer or a sign of life.
    private var owedSince: Instant?
    private var probedAt: Instant?

    /// The server whose turn it is.
    private(set) var server = 0
    /// Why a server was left last.
    private(set) var lastLoss: Loss?

    /// - Parameters:
    ///   - serverCount: at least 1.
    ///   - jitter: the share of pauses that is left to chance.
    init(serverCount: Int, settings: MessagingSettings, now: Instant, jitter: Double = 0.5) {
        precondition(serverCount > 0, "a choice needs a server")
        self.serverCount = serverCount
        self.settings = settings
        pauses = RetryPolicy(
            initialDelay: settings.reconnectInterval, maxDelay: settings.reconnectIntervalMax, jitter: jitter)
        phase = .pausing(until: now)
    }

    /// Whether requests may be sent over the connection.
    var isConnected: Bool {
        if case .connected = phase { true } else { false }
    }

    /// When ``next(_:)`` has to be called at the latest; nil where only news give something to do.
    var wakeUp: Instant? {
        switch phase {
        case .pausing(let until), .resolving(let until), .connecting(let until, _): until
        case .choosing: nil
        case .connected: probedAt.map { $0 + settings.silenceMax } ?? owedSince.map { $0 + settings.probeAfter }
        }
    }

    /// What is due; to be asked again until it is nil.
    mutating func next(_ now: Instant) -> Step? {
        switch phase {
        case .pausing(let until) where until <= now:
            phase = .resolving(until: now + settings.connectTimeout)
            return .resolve(server: server)
        case .resolving(let until) where until <= now:
            leave(.unresolved, now)
            return next(now)
        case .choosing(let addresses):
            phase = .connecting(until: now + settings.connectTimeout, others: addresses.dropFirst())
            (owedSince, probedAt) = (nil, nil)
            return .connect(server: server, address: addresses[addresses.startIndex])
        case .connecting(let until, _) where until <= now:
            failed(now)
            return .giveUp(.unreachable)
        case .connected: return nextWhileConnected(now)
        case .pausing, .resolving, .connecting: return nil
        }
    }

    private mutating func nextWhileConnected(_ now: Instant) -> Step? {
        if let probedAt {
            guard probedAt + settings.silenceMax <= now else { return nil }
            leave(.silent, now)
            return .giveUp(.silent)
        }
        guard let owedSince, owedSince + settings.probeAfter <= now else { return nil }
        probedAt = now
        return .probe
    }

    /// Takes the addresses of a server; none where its name is unknown.
    mutating func resolved(_ addresses: [String], of server: Int, _ now: Instant) {
        // The name of a server that was left already may be found at last.
        guard case .resolving = phase, server == self.server else { return }
        if addresses.isEmpty { leave(.unresolved, now) } else { phase = .choosing(addresses[...]) }
    }

    /// Notes that the connection stands.
    mutating func connected() {
        if case .connecting = phase { phase = .connected }
    }

    /// Notes that the connection failed or was lost.
    mutating func failed(_ now: Instant) {
        switch phase {
        case .connecting(_, let others) where !others.isEmpty: phase = .choosing(others)
        case .connecting: leave(.unreachable, now)
        case .connected: leave(.disconnected, now)
        case .pausing, .resolving, .choosing: break
        }
    }

    /// Notes a request that is to be answered.
    mutating func sent(_ now: Instant) {
        if owedSince == nil { owedSince = now }
    }

    /// Notes a message of the server.
    ///
    /// - Parameter owesMore: whether requests wait for their answers yet.
    mutating func heard(owesMore: Bool, _ now: Instant) {
        connected()
        failureCount = 0
        probedAt = nil
        owedSince = owesMore ? now : nil
    }

    /// Notes that the server takes no new requests since it stops.
    ///
    /// - Returns: whether to go on to another one; the connection stays for what is on its way.
    mutating func turnedAway(_ now: Instant) -> Bool {
        guard serverCount > 1 else { return false }
        leave(.stopping, now)
        return true
    }

    private mutating func leave(_ loss: Loss, _ now: Instant) {
        lastLoss = loss
        failureCount += 1
        server = (server + 1) % serverCount
        let isEndOfRound = failureCount % serverCount == 0
        let pause = isEndOfRound ? pauses.delay(attempt: failureCount / serverCount - 1) : .zero
        phase = .pausing(until: now + pause)
    }
}
