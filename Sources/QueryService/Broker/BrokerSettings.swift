import ServiceSupport

/// The settings of a broker.
enum BrokerSettings {
    static let dropAfter = Setting<Duration>(
        "drop-after", default: .milliseconds(1250), in: .milliseconds(50) ... .seconds(600),
        "For how long a member may be silent before it is dropped; five of its heartbeats is a good measure")
    static let defaultDeadline = Setting<Duration>(
        "default-deadline", default: .seconds(30), in: .milliseconds(1) ... .seconds(3600),
        "How long requests may take that name no deadline")
    static let memberWait = Setting<Duration>(
        "member-wait", default: .seconds(5), in: .zero ... .seconds(600),
        "How long a request waits, within its deadline, while nobody lives who could answer it")
    static let pendingCountMax = Setting<Int>(
        "pending-max", default: 10_000, in: 1...1_000_000,
        "How many requests may be under way; further ones are answered \"overloaded\"")
    static let pendingByteCountMax = Setting<ByteCount>(
        "pending-bytes-max", default: .mebibytes(64), in: .kibibytes(1) ... .gibibytes(64),
        "How many bytes of requests may be under way; further ones are answered \"overloaded\"")
    static let memberRequestsMax = Setting<Int>(
        "member-requests-max", default: 256, in: 1...1_000_000,
        "How many requests one member is given before it has answered; further ones wait in the broker, oldest first")
    static let queueWaitMax = Setting<Duration>(
        "queue-wait-max", default: .seconds(1), in: .milliseconds(1) ... .seconds(600),
        "How long requests may wait for members that are busy; while the oldest waits longer, further ones are answered \"overloaded\""
    )
    static let hedgeFloor = Setting<Duration>(
        "hedge-after", default: .milliseconds(50), in: .milliseconds(1) ... .seconds(600),
        "The least time after which a second worker is asked where the first has not answered")
    static let hedgeFactor = Setting<Int>(
        "hedge-factor", default: 3, in: 1...1000,
        "A second worker is asked after this many times what 95 of 100 answers take at most")
    static let hedgePercent = Setting<Int>(
        "hedge-percent", default: 5, in: 0...100,
        "For how many of 100 requests a second worker is asked at most; 0 never asks one")
    static let messageByteCountMax = Setting<ByteCount>(
        "message-bytes-max", default: .mebibytes(16), in: .kibibytes(1) ... .gibibytes(1),
        "The largest message taken")
    static let attemptsMax = Setting<Int>(
        "attempts-max", default: 4, in: 1...100,
        "To how many members a request is given in turn when one after the other dies with it")

    static let table = SettingsTable(
        "broker",
        [
            dropAfter, defaultDeadline, memberWait, pendingCountMax, pendingByteCountMax, memberRequestsMax,
            queueWaitMax, messageByteCountMax, attemptsMax, hedgeFloor, hedgeFactor, hedgePercent,
            ServiceSettings.gracePeriod,
        ])
}

extension BrokerConfiguration {
    /// Takes over what the settings say.
    mutating func apply(_ values: SettingValues) {
        dropAfter = values[BrokerSettings.dropAfter]
        defaultDeadline = values[BrokerSettings.defaultDeadline]
        memberWait = values[BrokerSettings.memberWait]
        pendingCountMax = values[BrokerSettings.pendingCountMax]
        pendingByteCountMax = values[BrokerSettings.pendingByteCountMax].bytes
        memberRequestsMax = values[BrokerSettings.memberRequestsMax]
        queueWaitMax = values[BrokerSettings.queueWaitMax]
        hedgeFloor = values[BrokerSettings.hedgeFloor]
        hedgeFactor = values[BrokerSettings.hedgeFactor]
        hedgePercent = values[BrokerSettings.hedgePercent]
        messageByteCountMax = values[BrokerSettings.messageByteCountMax].bytes
        attemptsMax = values[BrokerSettings.attemptsMax]
    }
}
