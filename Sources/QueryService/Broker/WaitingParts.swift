/// The parts that nobody can take now, by whom they wait for, oldest request first.
///
/// May name parts that wait no more; whoever takes one looks. Adding and taking cost the logarithm of how many wait.
struct WaitingParts {
    private struct Queue {
        var parts = OldestFirst()
        /// Since when nobody lives who could answer, as uptime; nil while members are only busy.
        var lackingSince: Duration?
    }

    private var queues: [Target: Queue] = [:]

    var isEmpty: Bool { queues.isEmpty }

    /// Whom parts wait for.
    var targets: [Target] { Array(queues.keys) }

    /// All parts.
    var all: [(target: Target, part: PartReference)] {
        queues.flatMap { target, queue in queue.parts.all.map { (target, $0) } }
    }

    func isEmpty(_ target: Target) -> Bool { queues[target] == nil }

    func first(_ target: Target) -> PartReference? { queues[target]?.parts.first }

    func lackingSince(_ target: Target) -> Duration? { queues[target]?.lackingSince }

    mutating func add(_ part: PartReference, for target: Target) { queues[target, default: Queue()].parts.add(part) }

    mutating func removeFirst(_ target: Target) {
        queues[target]?.parts.removeFirst()
        if queues[target]?.parts.first == nil { queues[target] = nil }
    }

    /// Notes that nobody lives who could answer, or that somebody does.
    ///
    /// - Parameter since: Since when nobody does, where that was not known yet.
    mutating func setLacking(_ target: Target, since uptime: Duration?) {
        guard let uptime else {
            queues[target]?.lackingSince = nil
            return
        }
        if queues[target]?.lackingSince == nil { queues[target]?.lackingSince = uptime }
    }

    /// Drops what waits no more.
    mutating func keep(where isWaiting: (Target, PartReference) -> Bool) {
        for target in Array(queues.keys) {
            let kept = queues[target]?.parts.all.filter { isWaiting(target, $0) } ?? []
            if kept.isEmpty { queues[target] = nil } else { queues[target]?.parts = OldestFirst(kept) }
        }
    }
}

/// A binary heap of parts, the oldest call's first.
private struct OldestFirst {
    private(set) var all: [PartReference]

    init(_ parts: [PartReference] = []) { all = parts.sorted(by: Self.precedes) }

    var first: PartReference? { all.first }

    mutating func add(_ part: PartReference) {
        all.append(part)
        var child = all.count - 1
        while child > 0, Self.precedes(all[child], all[(child - 1) / 2]) {
            all.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = all.popLast(), !all.isEmpty else { return }
        all[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < all.count else { return }
            if child + 1 < all.count, Self.precedes(all[child + 1], all[child]) { child += 1 }
            guard Self.precedes(all[child], all[parent]) else { return }
            all.swapAt(child, parent)
            parent = child
        }
    }

    private static func precedes(_ left: PartReference, _ right: PartReference) -> Bool {
        (left.call, left.part) < (right.call, right.part)
    }
}
