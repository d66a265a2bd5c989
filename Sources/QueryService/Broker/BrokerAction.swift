import Logging
import Protocol

/// What the broker's core wants done; its shell does it.
enum BrokerAction: Sendable {
    /// Send a whole reply body to a client.
    case reply(ClientAddress, body: [UInt8])
    /// Send a message to a member.
    case send(MemberAddress, Envelope, body: [UInt8])
    /// Publish an event under its type as the topic.
    case publish(CloudEvent)
    case log(Logger.Level, String, [String: String])
}

/// The way back to a client: its routing id and whatever frames its socket put before the body.
struct ClientAddress: Hashable, Sendable {
    var routingID: RoutingID
    /// What a REQ puts after it: an empty frame, after its number where it tells replies apart. Nothing of a DEALER.
    var delimiter: [[UInt8]] = []
}

/// The routing id of a member's connection; a new one with every connection.
struct MemberAddress: Hashable, Sendable {
    var routingID: RoutingID
}

/// A point in time, as the shell tells it to the core, which has no clock.
struct Moment: Sendable {
    /// Since the broker's start; never goes back.
    var uptime: Duration
    /// Since 1970, for people and events.
    var wall: Duration = .zero
}
