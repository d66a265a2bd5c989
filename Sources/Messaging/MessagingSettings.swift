// Messaging: requests and replies over sockets, retries, heartbeats, discovery.
//
// May import Protocol, ZeroMQ and Logging. It brings messages from one process to another and says when nobody answers;
// it never decides what a service answers, and knows no index, no document and no file. A socket lives on one dedicated
// thread; `async` callers cross to it once a message, and nothing here blocks the cooperative pool.

/// Every timing and bound of the messaging, with the defaults that the cluster is built around.
public struct MessagingSettings: Sendable {
    /// How often a member tells the broker that it lives. More than zero.
    public var heartbeatInterval = Duration.milliseconds(250)
    /// After how many intervals without any message the other side counts as gone. At least 2.
    public var livenessFactor = 5
    /// The pauses before what failed is tried again.
    public var retry = RetryPolicy()
    /// How long a client waits for a name to be found, and again for a connection to stand, before it tries the next
    /// address or server.
    public var connectTimeout = Duration.seconds(1)
    /// For how long a server that owes answers may be silent before the client asks whether it lives; it is left when it
    /// is silent for ``silenceMax`` after that.
    public var probeAfter = Duration.milliseconds(500)
    /// The largest JSON body that is taken or sent, in bytes; above it the answer is `message too large`. The socket's
    /// own limit lies higher, so that there is an answer.
    public var messageByteCountMax = 64 << 20
    /// The calls of a client that may wait for their answers at once; above it `overloaded` is thrown.
    public var callCountMax = 10_000
    /// The requests that a server or member carries out at once; above it the answer is `overloaded`.
    public var requestCountMax = 1_000
    /// How long a server or member that stops waits for the requests it is carrying out.
    public var drainTimeout = Duration.seconds(5)
    /// How long one hello waits before it is asked again.
    public var helloDeadline = Duration.seconds(1)
    /// How often it is repeated in the log what is waited for.
    public var waitingNoticeInterval = Duration.seconds(10)
    /// The first pause before it is tried again to connect, after all servers were tried; it doubles, with jitter.
    public var reconnectInterval = Duration.milliseconds(50)
    /// Where the doubling ends. Short, since a returned broker should be found within a few heartbeats.
    public var reconnectIntervalMax = Duration.seconds(1)
    /// The events that a member keeps while it is not registered; above it the oldest are dropped.
    public var eventCountMax = 256

    /// The defaults.
    public init() {}

    /// After how long a silence the other side counts as gone.
    public var silenceMax: Duration { heartbeatInterval * livenessFactor }
}
