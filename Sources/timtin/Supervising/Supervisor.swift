/// Decides over the processes of `timtin up`: takes what happened and says what to do. Starts nothing itself.
///
/// Until the cluster has served once, a process that is asked wrongly or ends again and again is a reason to give up;
/// from then on everything that ends is started again. The brokers are stopped last, so that the others can take leave
/// of them.
struct Supervisor {
    /// A process, by its place in the list that the supervisor was made with. The brokers have the first places.
    typealias Part = Int

    enum Action: Hashable {
        case start(Part)
        case pause(Part, Duration)
        case terminate(Part)
        case kill(Part)
        /// Everything serves: say so.
        case announce
        /// No process is left.
        case finish(failure: String?)
    }

    /// How a process ended.
    enum Ending: Hashable, CustomStringConvertible {
        case exited(Int32)
        case signalled(Int32)

        var description: String {
            switch self {
            case .exited(let status): "ended with exit status \(status)"
            case .signalled(let signal): "was ended by signal \(signal)"
            }
        }
    }

    private enum State: Hashable {
        case pausing
        case running(since: Duration)
        case ended
    }

    private enum Phase: Hashable {
        case starting
        case serving
        case stopping(failure: String?)
    }

    /// How often a process may end soon after its start before the cluster has served.
    static let quickEndCountMax = 3

    private let names: [String]
    private let brokerCount: Int
    private var states: [State]
    private var policies: [RestartPolicy]
    private var phase = Phase.starting
    /// Whether the brokers were told to stop.
    private var areBrokersTold = false

    /// - Parameters:
    ///   - names: The processes, the brokers first.
    ///   - brokers: How many of them are brokers.
    init(names: [String], brokers: Int = 1, policy: RestartPolicy = RestartPolicy()) {
        self.names = names
        brokerCount = brokers
        states = names.map { _ in .pausing }
        policies = names.map { _ in policy }
    }

    var isStopping: Bool {
        if case .stopping = phase { true } else { false }
    }

    /// The first actions.
    func begin() -> [Action] { names.indices.map { .start($0) } }

    /// A process was started.
    ///
    /// - Parameter now: The time since the beginning, as in all events.
    mutating func started(_ part: Part, now: Duration) -> [Action] {
        states[part] = .running(since: now)
        // The wish to stop came while it was being started.
        return isStopping ? [.terminate(part)] : []
    }

    /// A process ended.
    mutating func ended(_ part: Part, _ ending: Ending, now: Duration) -> [Action] {
        guard case .running(let since) = states[part] else { return [] }
        guard !isStopping else {
            states[part] = .ended
            return continueStopping()
        }
        let pause = policies[part].pause(afterLifeOf: now - since)
        if phase == .starting, isHopeless(part, ending) {
            states[part] = .ended
            return stop(failure: "\(names[part]) \(ending) before the cluster was ready; its last lines say why")
        }
        states[part] = .pausing
        return [.pause(part, pause)]
    }

    /// The pause before a start is over.
    func pauseOver(_ part: Part) -> [Action] { isStopping || states[part] != .pausing ? [] : [.start(part)] }

    /// Everything serves.
    mutating func serves() -> [Action] {
        guard phase == .starting else { return [] }
        phase = .serving
        return [.announce]
    }

    /// Somebody wants it to stop, or something went wrong that cannot be cured: then `failure` says what.
    mutating func stop(failure: String? = nil) -> [Action] {
        guard !isStopping else { return [] }
        phase = .stopping(failure: failure)
        for part in states.indices where states[part] == .pausing { states[part] = .ended }
        let others = running.filter { $0 >= brokerCount }
        return others.isEmpty ? continueStopping() : others.map { .terminate($0) }
    }

    /// Stopping takes too long.
    func overdue() -> [Action] { isStopping ? running.map { .kill($0) } : [] }

    private var running: [Part] {
        states.indices.filter { if case .running = states[$0] { true } else { false } }
    }

    private mutating func continueStopping() -> [Action] {
        guard case .stopping(let failure) = phase else { return [] }
        if running.isEmpty { return [.finish(failure: failure)] }
        guard running.allSatisfy({ $0 < brokerCount }), !areBrokersTold else { return [] }
        areBrokersTold = true
        return running.map { .terminate($0) }
    }

    private func isHopeless(_ part: Part, _ ending: Ending) -> Bool {
        ending == .exited(2) || policies[part].quickEndCount >= Self.quickEndCountMax
    }
}
