import Protocol

/// What the cluster lacks, and since when.
struct Wants {
    private var since: [String: Duration] = [:]
    /// Whether something may have changed since the last ``update(_:at:)``.
    private(set) var isStale = true

    /// Notes that something changed.
    mutating func expire() { isStale = true }

    /// Takes what is lacking now.
    ///
    /// - Returns: What began to be lacking and what is there again, with how long it was lacking.
    mutating func update(
        _ lacking: [String], at uptime: Duration
    ) -> (began: [String], ended: [(what: String, after: Duration)]) {
        isStale = false
        let began = lacking.filter { since[$0] == nil }
        let ended = since.filter { !lacking.contains($0.key) }.sorted { $0.key < $1.key }
        for (what, _) in ended { since[what] = nil }
        for what in began { since[what] = uptime }
        return (began, ended.map { ($0.key, uptime - $0.value) })
    }

    /// All that is lacking, longest first.
    func waiting(at uptime: Duration) -> [Waiting] {
        since.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            Waiting(what: $0.key, sinceMilliseconds: Int((uptime - $0.value) / .milliseconds(1)))
        }
    }
}
