/// When a member's session with a broker sends a heartbeat and when it is over: its decisions, without its socket.
///
/// A session begins by registering and ends when the broker is silent, is another than before, or does not know the
/// member any more. Times are given, so that tests need no clock.
struct MemberSession {
    typealias Instant = ContinuousClock.Instant

    /// What is to be done now.
    enum Action: Equatable {
        case nothing
        case beat
        case end(Loss)
    }

    /// Why a session is over and another has to be begun.
    enum Loss: Equatable {
        case unresolved
        case unreachable
        case silent
        case disconnected
        case otherBroker
        case forgotten

        var reason: String {
            switch self {
            case .unresolved: "the name of its cluster endpoint was not found"
            case .unreachable: "nobody is at its cluster endpoint"
            case .silent: "it is silent"
            case .disconnected: "the connection was lost"
            case .otherBroker: "it was restarted"
            case .forgotten: "it does not know this member any more"
            }
        }
    }

    private let heartbeatInterval: Duration
    private let silenceMax: Duration
    private var heardAt: Instant
    private var nextBeat: Instant
    private var instance: String?
    /// Whether the state changed since the registration that is not answered yet.
    private var hasUnsentNews = false

    init(settings: MessagingSettings, now: Instant) {
        heartbeatInterval = settings.heartbeatInterval
        silenceMax = settings.silenceMax
        heardAt = now
        nextBeat = now + heartbeatInterval
    }

    var isRegistered: Bool { instance != nil }

    /// When ``turn(_:)`` has to be called at the latest.
    var wakeUp: Instant {
        let silent = heardAt + silenceMax
        return isRegistered ? min(silent, nextBeat) : silent
    }

    /// Notes a message of the broker, whatever it says.
    mutating func heard(_ now: Instant) {
        heardAt = now
    }

    /// Notes that the broker took the member in.
    mutating func registered(by instance: String, _ now: Instant) {
        self.instance = instance
        nextBeat = hasUnsentNews ? now : now + heartbeatInterval
    }

    /// Notes whose answer a heartbeat got.
    mutating func heartbeatAnswered(by instance: String) -> Action {
        self.instance == instance ? .nothing : .end(.otherBroker)
    }

    /// Makes the next heartbeat due at once, or as soon as the member is registered.
    mutating func hasNews(_ now: Instant) {
        hasUnsentNews = true
        nextBeat = now
    }

    /// What is due. A heartbeat is due once; the next one an interval later.
    mutating func turn(_ now: Instant) -> Action {
        if heardAt + silenceMax <= now { return .end(.silent) }
        guard isRegistered, nextBeat <= now else { return .nothing }
        nextBeat = now + heartbeatInterval
        hasUnsentNews = false
        return .beat
    }
}
