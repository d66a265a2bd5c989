import Messaging
import ServiceSupport

/// The settings of a worker.
enum WorkerSettings {
    private static let defaults = MessagingSettings()

    static let heartbeatInterval = Setting<Duration>(
        "heartbeat-interval", default: defaults.heartbeatInterval, in: .milliseconds(10) ... .seconds(60),
        "How often the worker tells the broker that it lives")
    static let livenessFactor = Setting<Int>(
        "liveness-factor", default: defaults.livenessFactor, in: 2...100,
        "After how many silent intervals the broker counts as gone")
    static let requestCountMax = Setting<Int>(
        "requests-max", default: 20_000, in: 1...1_000_000,
        "How many requests may be under way; further ones are answered \"overloaded\". The broker's bound comes first")
    static let helloDeadline = Setting<Duration>(
        "hello-deadline", default: defaults.helloDeadline, in: .milliseconds(10) ... .seconds(60),
        "How long one question for the broker waits before it is asked again")

    static let fetchWindow = Setting<Int>(
        "fetch-window", default: FetchPlan.Limits().windowCount, in: 1...256,
        "With --fetch: how many parts of 256 KiB may be asked of a shard's indexer and not have come")

    static let table = SettingsTable(
        "worker",
        [
            heartbeatInterval, livenessFactor, requestCountMax, helloDeadline, fetchWindow, ServiceSettings.gracePeriod,
        ])
}

extension MessagingSettings {
    /// What a worker's settings say.
    init(worker values: SettingValues) {
        self.init()
        heartbeatInterval = values[WorkerSettings.heartbeatInterval]
        livenessFactor = values[WorkerSettings.livenessFactor]
        requestCountMax = values[WorkerSettings.requestCountMax]
        helloDeadline = values[WorkerSettings.helloDeadline]
        drainTimeout = values[ServiceSettings.gracePeriod] * 0.75
    }
}

extension FetchPlan.Limits {
    /// What a worker's settings say.
    init(worker values: SettingValues) {
        self.init()
        windowCount = values[WorkerSettings.fetchWindow]
    }
}
