import Protocol

/// What happens to a broker.
enum BrokerEvent: Sendable {
    case clientMessage(ClientAddress, body: [UInt8])
    case memberMessage(MemberAddress, envelope: [UInt8], body: [UInt8])
    /// A message to the member could not be sent: its connection is gone.
    case unreachable(MemberAddress)
    /// Time passed; see ``BrokerCore/nextWake``.
    case tick
    /// No new requests any more; those that run are still answered.
    case stop
    /// Whatever still runs is given up.
    case abandon
}

/// The broker's decisions: who is a member, who answers what, and what becomes of requests whose member dies.
///
/// A value without sockets, threads or clocks: events go in, each with its moment, actions come out. Every request with
/// an id is answered exactly once, at its deadline at the latest, or at the first event after it.
struct BrokerCore {
    let configuration: BrokerConfiguration
    var registry = MemberRegistry()
    var table: ShardTable
    var counters = Counters()
    var wants = Wants()
    var jobs: [Int: Job] = [:]
    var calls: [Int: Call] = [:]
    var parts: [Int: Part] = [:]
    /// The parts that nobody can answer now, oldest first. May name parts that are gone.
    var waiting: [Int] = []
    var pendingByteCount = 0
    private(set) var isStopping = false
    private(set) var now = Moment(uptime: .zero)
    /// When the next call or waiting part runs out of time, or earlier.
    var nextExpiry: Duration?
    private var lastNumber = 0
    private var actions: [BrokerAction] = []

    init(_ configuration: BrokerConfiguration) {
        precondition(configuration.shards >= 1, "a cluster has at least one shard, not \(configuration.shards)")
        self.configuration = configuration
        table = ShardTable(shards: configuration.shards)
    }

    /// The uptime at which a tick is due; nil where nothing waits for time.
    var nextWake: Duration? {
        [nextExpiry, registry.nextSilence(after: configuration.dropAfter)].compactMap(\.self).min()
    }

    /// Whether every request was answered.
    var isDrained: Bool { calls.isEmpty }

    /// Takes an event in and gives what is to be done about it, in this order.
    mutating func receive(_ event: BrokerEvent, at moment: Moment) -> [BrokerAction] {
        now = moment
        switch event {
        case .clientMessage(let address, let body): take(body, from: address)
        case .memberMessage(let address, let envelope, let body): take(envelope, body, from: address)
        case .unreachable(let address):
            if let member = registry[address] { lose(member.info.instance, because: "its connection is gone") }
        case .tick: pass()
        case .stop: stop()
        case .abandon: for call in calls.keys.sorted() { fail(call, Self.stoppingError) }
        }
        defer { actions = [] }
        return actions
    }

    static let stoppingError = RPCError(
        .shuttingDown, detail: "the broker is stopping and takes no new requests: send it again in a moment")

    private mutating func pass() {
        for instance in registry.silent(for: configuration.dropAfter, at: now.uptime) {
            lose(instance, because: "it is silent")
        }
        expire()
        updateWants()
    }

    private mutating func stop() {
        isStopping = true
        for number in waiting {
            if let part = parts[number], part.member == nil { fail(part.call, Self.stoppingError) }
        }
        waiting = []
    }

    mutating func act(_ action: BrokerAction) { actions.append(action) }

    /// A number that was not given before.
    mutating func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}
