import Protocol

/// A member as the broker knows it.
struct Member {
    var info: MemberInfo
    var address: MemberAddress
    var state: MemberState
    /// When it was heard of last, as uptime.
    var lastSeen: Duration
    /// The parts that it was given and has not answered.
    var parts: Set<Int> = []
    /// Whether it said that it stops; it gets no new requests.
    var isLeaving = false
    /// Grows with every choice, so that equals take turns.
    var lastChosen = 0
}

/// The members by instance.
struct MemberRegistry {
    private(set) var members: [String: Member] = [:]
    private var instanceOfAddress: [MemberAddress: String] = [:]
    private var choices = 0

    subscript(instance: String) -> Member? { members[instance] }

    subscript(address: MemberAddress) -> Member? { instanceOfAddress[address].flatMap { members[$0] } }

    /// The instance of a name, where one is registered.
    func instance(named name: String) -> String? {
        members.values.first { $0.info.name.utf8.elementsEqual(name.utf8) }?.info.instance
    }

    /// All, by role and name.
    var sorted: [Member] {
        members.values.sorted {
            ($0.info.role.rawValue, $0.info.name, $0.info.instance)
                < ($1.info.role.rawValue, $1.info.name, $1.info.instance)
        }
    }

    mutating func insert(_ member: Member) {
        if let old = members[member.info.instance] { instanceOfAddress[old.address] = nil }
        members[member.info.instance] = member
        instanceOfAddress[member.address] = member.info.instance
    }

    @discardableResult
    mutating func remove(_ instance: String) -> Member? {
        guard let member = members.removeValue(forKey: instance) else { return nil }
        instanceOfAddress[member.address] = nil
        return member
    }

    /// Notes a sign of life. `state` is nil where the message told none.
    mutating func hear(_ instance: String, state: MemberState?, at uptime: Duration) {
        members[instance]?.lastSeen = uptime
        if let state { members[instance]?.state = state }
    }

    mutating func leave(_ instance: String) { members[instance]?.isLeaving = true }

    mutating func assign(_ part: Int, to instance: String) { members[instance]?.parts.insert(part) }

    mutating func unassign(_ part: Int, from instance: String) { members[instance]?.parts.remove(part) }

    /// The instances that have been silent for so long.
    func silent(for dropAfter: Duration, at uptime: Duration) -> [String] {
        members.values.filter { $0.lastSeen + dropAfter <= uptime }.map(\.info.instance).sorted()
    }

    /// From when on somebody counts as silent where nobody is heard of any more; nil without members.
    func nextSilence(after dropAfter: Duration) -> Duration? {
        members.values.map(\.lastSeen).min().map { $0 + dropAfter }
    }

    /// The worker to ask: of those that cover the most shards the one with the fewest requests; equals take turns.
    ///
    /// - Parameter coverage: How many shards a worker can answer for.
    mutating func chooseWorker(coverage: (Member) -> Int) -> Member? {
        var best: Member?
        var bestCoverage = 0
        for member in members.values where member.info.role == .worker && !member.isLeaving {
            let own = coverage(member)
            guard own > 0, own >= bestCoverage else { continue }
            if own == bestCoverage, let best, !Self.precedes(member, best) { continue }
            best = member
            bestCoverage = own
        }
        guard let best else { return nil }
        choices += 1
        members[best.info.instance]?.lastChosen = choices
        return best
    }

    private static func precedes(_ left: Member, _ right: Member) -> Bool {
        (left.parts.count, left.lastChosen, left.info.instance)
            < (right.parts.count, right.lastChosen, right.info.instance)
    }
}
