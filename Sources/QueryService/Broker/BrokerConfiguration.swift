import Protocol

/// What a broker is told at its start.
struct BrokerConfiguration: Sendable {
    var identity: MemberInfo
    /// How many shards the cluster has.
    var shards = 1
    /// Where members connect to and where events are published, as bound.
    var clusterEndpoint: String
    var eventsEndpoint: String
    /// For how long a member may be silent.
    var dropAfter: Duration = .milliseconds(1250)
    /// The deadline of requests that name none.
    var defaultDeadline: Duration = .seconds(30)
    /// For how long a request waits for a member that can answer it, within its deadline.
    var memberWait: Duration = .seconds(5)
    /// The most requests taken and not answered yet.
    var pendingCountMax = 10_000
    /// The most bytes of such requests.
    var pendingByteCountMax = 64 << 20
    /// The most requests that one member is given before it has answered; others wait in the broker, oldest first.
    var memberRequestsMax = 256
    /// For how long requests may wait for members that are busy. Where the oldest waits longer, no more are taken.
    var queueWaitMax: Duration = .seconds(1)
    /// The least time after which a second worker is asked where the first has not answered.
    var hedgeFloor: Duration = .milliseconds(50)
    /// After how many times what most answers take it is.
    var hedgeFactor = 3
    /// For how many of a hundred requests it is at most; 0 for none.
    var hedgePercent = 5
    /// The largest request taken, in bytes.
    var messageByteCountMax = 16 << 20
    /// To how many members a request is given in turn when one after the other dies with it. A request that kills
    /// whoever takes it must not kill them all.
    var attemptsMax = 4
    /// For how long after a request's deadline its member may still answer it before it is taken for lost.
    static let forgetAfter: Duration = .seconds(30)

    init(identity: MemberInfo, clusterEndpoint: String, eventsEndpoint: String) {
        self.identity = identity
        self.clusterEndpoint = clusterEndpoint
        self.eventsEndpoint = eventsEndpoint
    }
}
