/// An event after CloudEvents 1.0 (JSON format), as the broker publishes it: topic frame, then this.
///
/// Events are hints. Whoever misses one catches up by asking `cluster.status`.
public struct CloudEvent: Codable, Hashable, Sendable {
    public var specversion: String
    /// Unique together with `source`.
    public var id: String
    /// The member that it comes from, as `/cluster/NAME`.
    public var source: String
    /// One of ``EventType``; also the topic frame.
    public var type: String
    public var subject: String?
    /// RFC 3339, UTC.
    public var time: String
    public var datacontenttype: String
    /// Number of the event at its broker, without gaps, by which a subscriber sees that it missed some.
    public var sequence: String?
    public var data: JSONValue

    /// Creates an event; the broker that publishes it sets `sequence`.
    public init(id: String, source: String, type: EventType, subject: String? = nil, time: String, data: JSONValue) {
        specversion = "1.0"
        self.id = id
        self.source = source
        self.type = type.rawValue
        self.subject = subject
        self.time = time
        datacontenttype = "application/json"
        sequence = nil
        self.data = data
    }
}

/// The kinds of events.
public enum EventType: String, Codable, Sendable, CaseIterable {
    /// An indexer published a generation.
    case generationCommitted = "timtin.generation.committed"
    /// A source could not be read.
    case documentQuarantined = "timtin.document.quarantined"
    case memberJoined = "timtin.member.joined"
    case memberLost = "timtin.member.lost"
}
