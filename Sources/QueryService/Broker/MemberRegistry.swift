import Protocol

/// Names a member from its registration until it is lost; never given twice.
struct MemberID: Hashable, Comparable {
    fileprivate let number: Int

    static func < (left: MemberID, right: MemberID) -> Bool { left.number < right.number }
}

/// A member as the broker knows it.
struct Member {
    var info: MemberInfo
    var address: MemberAddress
    var state: MemberState
    /// Whether it said that it stops; it gets no new requests.
    var isLeaving = false
}

/// Whether somebody can take a request now.
enum Choice: Equatable {
    case member(MemberID)
    /// All that could answer have as much as they may have.
    case busy
    /// Nobody could answer.
    case nobody
}

/// The members, and what each was given and has not answered.
struct MemberRegistry {
    /// What changes with every message, apart from what does not.
    private struct Load {
        var address: MemberAddress
        /// When it was heard of last, as uptime.
        var lastSeen: Duration
        var outstandingCount = 0
        /// Grows with every choice, so that equals take turns.
        var lastChosen = 0
    }

    private(set) var members: [MemberID: Member] = [:]
    private var loads = NumberTable<Load>()
    private var idOfInstance: [String: MemberID] = [:]
    private var idOfName: [[UInt8]: MemberID] = [:]
    private var idOfAddress: [MemberAddress: MemberID] = [:]
    private var lastNumber = 0
    private var choices = 0
    private let dropAfter: Duration
    /// When somebody may be silent for too long, as uptime; never later than that is the case.
    private(set) var nextSilence: Duration?

    /// - Parameter dropAfter: For how long a member may be silent.
    init(dropAfter: Duration) { self.dropAfter = dropAfter }

    subscript(id: MemberID) -> Member? { members[id] }

    /// The member of an instance.
    func id(of instance: String) -> MemberID? { idOfInstance[instance] }

    /// The member at an address.
    func id(at address: MemberAddress) -> MemberID? { idOfAddress[address] }

    /// The member of a name.
    func id(named name: String) -> MemberID? { idOfName[Array(name.utf8)] }

    /// All, by role and name.
    var sorted: [(id: MemberID, member: Member)] {
        members.sorted { left, right in
            let (left, right) = (left.value.info, right.value.info)
            return (left.role.rawValue, left.name, left.instance) < (right.role.rawValue, right.name, right.instance)
        }
        .map { ($0.key, $0.value) }
    }

    func address(of id: MemberID) -> MemberAddress? { loads[id.number]?.address }

    func lastSeen(_ id: MemberID) -> Duration { loads[id.number]?.lastSeen ?? .zero }

    func outstandingCount(_ id: MemberID) -> Int { loads[id.number]?.outstandingCount ?? 0 }
}

/// Coming, showing signs of life, and going.
extension MemberRegistry {
    /// Takes in a member whose instance, name and address no other has.
    mutating func insert(_ member: Member, at uptime: Duration) -> MemberID {
        lastNumber += 1
        let id = MemberID(number: lastNumber)
        members[id] = member
        loads[id.number] = Load(address: member.address, lastSeen: uptime)
        idOfInstance[member.info.instance] = id
        idOfName[Array(member.info.name.utf8)] = id
        idOfAddress[member.address] = id
        nextSilence = min(nextSilence ?? uptime + dropAfter, uptime + dropAfter)
        return id
    }

    /// Takes a member out.
    ///
    /// - Returns: The member.
    mutating func remove(_ id: MemberID) -> Member? {
        guard let member = members.removeValue(forKey: id) else { return nil }
        loads[id.number] = nil
        idOfInstance[member.info.instance] = nil
        idOfName[Array(member.info.name.utf8)] = nil
        idOfAddress[member.address] = nil
        return member
    }

    /// Notes a sign of life.
    mutating func hear(_ id: MemberID, at uptime: Duration) { loads[id.number]?.lastSeen = uptime }

    /// Takes what a member tells of itself.
    ///
    /// - Returns: Whether it answers for other shards than before.
    mutating func update(_ id: MemberID, to state: MemberState) -> Bool {
        guard let old = members[id]?.state else { return false }
        members[id]?.state = state
        return old.open?.map(\.shard) != state.open?.map(\.shard)
    }

    /// Notes at which address a member is.
    ///
    /// - Returns: Whether it came back over a new connection, so that what it was sent over the old one is lost.
    mutating func move(_ id: MemberID, to address: MemberAddress) -> Bool {
        guard let old = members[id]?.address, old != address else { return false }
        idOfAddress[old] = nil
        idOfAddress[address] = id
        members[id]?.address = address
        loads[id.number]?.address = address
        loads[id.number]?.outstandingCount = 0
        return true
    }

    mutating func leave(_ id: MemberID) { members[id]?.isLeaving = true }

    /// Those that have been silent for too long.
    mutating func silent(at uptime: Duration) -> [MemberID] {
        guard let due = nextSilence, due <= uptime else { return [] }
        nextSilence = loads.map(\.value.lastSeen).min().map { $0 + dropAfter }
        return loads.filter { $0.value.lastSeen + dropAfter <= uptime }.map { MemberID(number: $0.key) }.sorted()
    }
}

/// Who gets what.
extension MemberRegistry {
    /// Notes that a member was sent an attempt.
    mutating func assign(to id: MemberID) { loads[id.number]?.outstandingCount += 1 }

    /// Notes that an attempt was answered or is forgotten.
    mutating func unassign(from id: MemberID) { loads[id.number]?.outstandingCount -= 1 }

    /// The one of some members to ask: the preferred one, else the one with the fewest outstanding attempts; equals take
    /// turns.
    ///
    /// - Parameter max: How many attempts a member may have outstanding.
    mutating func choose(
        of candidates: [MemberID], max: Int, preferred: MemberID? = nil, except: [MemberID] = []
    ) -> Choice {
        var best: (id: MemberID, load: Load)?
        var isBusy = false
        for id in candidates {
            guard let load = loads[id.number], except.isEmpty || !except.contains(id) else { continue }
            guard load.outstandingCount < max else {
                isBusy = true
                continue
            }
            if id == preferred {
                best = (id, load)
                break
            }
            if let known = best?.load,
                (known.outstandingCount, known.lastChosen) <= (load.outstandingCount, load.lastChosen)
            {
                continue
            }
            best = (id, load)
        }
        guard let id = best?.id else { return isBusy ? .busy : .nobody }
        choices += 1
        loads[id.number]?.lastChosen = choices
        return .member(id)
    }
}
