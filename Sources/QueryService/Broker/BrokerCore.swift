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
///
/// A request (``Call``) asks members for one or several parts (``Part``), in one round or two. A part is sent to a member
/// (``Attempt``), to another when that one goes away, and to a second one when the first is slow.
struct BrokerCore {
    let configuration: BrokerConfiguration
    var registry: MemberRegistry
    var table: ShardTable
    var coverage: Coverage
    var counters = Counters()
    var wants = Wants()
    var jobs: [Int: Job] = [:]
    var calls = NumberTable<Call>()
    var attempts = NumberTable<Attempt>()
    var waiting = WaitingParts()
    var hedging: Hedging
    var pendingByteCount = 0
    private(set) var isStopping = false
    private(set) var now = Moment(uptime: .zero)
    /// When the next round or waiting part runs out of time, or earlier.
    var nextExpiry: Duration?
    /// When the next request is late enough to be sent to another member too, or earlier.
    var nextHedge: Duration?
    /// When the next attempt is forgotten, or earlier.
    var nextForgetting: Duration?
    private var lastNumber: Int
    private var actions: [BrokerAction] = []

    init(_ configuration: BrokerConfiguration) {
        precondition(configuration.shards >= 1, "a cluster has at least one shard, not \(configuration.shards)")
        self.configuration = configuration
        registry = MemberRegistry(dropAfter: configuration.dropAfter)
        table = ShardTable(shards: configuration.shards)
        coverage = Coverage(shards: configuration.shards)
        hedging = Hedging(
            floor: configuration.hedgeFloor, factor: configuration.hedgeFactor, percent: configuration.hedgePercent)
        // Members may answer what this broker's predecessor asked: its numbers have to be others.
        let instance = ShardRouting.hash(configuration.identity.instance.utf8)
        lastNumber = Int(instance & 0x3F_FFFF) << 40
    }

    /// The uptime at which a tick is due; nil where nothing waits for time.
    private(set) var nextWake: Duration?

    /// Whether every request was answered.
    var isDrained: Bool { calls.isEmpty }

    /// Takes an event in and gives what is to be done about it, in this order.
    mutating func receive(_ event: BrokerEvent, at moment: Moment) -> [BrokerAction] {
        var actions: [BrokerAction] = []
        receive(event, at: moment, &actions)
        return actions
    }

    /// Takes an event in and appends what is to be done about it to `list`, in this order.
    mutating func receive(_ event: BrokerEvent, at moment: Moment, _ list: inout [BrokerAction]) {
        swap(&actions, &list)
        defer {
            swap(&actions, &list)
            nextWake = earlier(earlier(nextExpiry, nextHedge), earlier(nextForgetting, registry.nextSilence))
        }
        now = moment
        switch event {
        case .clientMessage(let address, let body): take(body, from: address)
        case .memberMessage(let address, let envelope, let body): take(envelope, body, from: address)
        case .unreachable(let address):
            if let member = registry.id(at: address) { lose(member, because: "its connection is gone") }
        case .tick: pass()
        case .stop: stop()
        case .abandon: for call in calls.sortedNumbers { fail(call, Self.stoppingError) }
        }
    }

    static let stoppingError = RPCError(
        .shuttingDown, detail: "the broker is stopping and takes no new requests: send it again in a moment")

    private mutating func pass() {
        for member in registry.silent(at: now.uptime) { lose(member, because: "it is silent") }
        hedge()
        expire()
        forget()
        updateWants()
    }

    private func earlier(_ left: Duration?, _ right: Duration?) -> Duration? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }

    private mutating func stop() {
        isStopping = true
        for (_, reference) in waiting.all.sorted(by: { $0.part.call < $1.part.call }) where waits(reference) {
            fail(reference.call, Self.stoppingError)
        }
        waiting = WaitingParts()
    }

    mutating func act(_ action: BrokerAction) { actions.append(action) }

    /// A number that was not given before.
    mutating func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}
