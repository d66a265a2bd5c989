import Foundation
import Logging
import Messaging
import Protocol
import ServiceSupport

/// Runs a cluster's processes until it is told to stop: performs what ``Supervisor`` decides.
struct ClusterRunner: Sendable {
    private enum Event: Sendable {
        case ended(Supervisor.Part, Supervisor.Ending)
        case pauseOver(Supervisor.Part)
        case serves
        case signalled(Int32)
        case overdue
    }

    let plan: ClusterPlan
    /// How long stopping may take before what still runs is killed.
    let gracePeriod: Duration
    let output: ChildOutput
    let logger: Logger
    /// Called once, when everything serves.
    let announce: @Sendable () -> Void

    /// Runs until SIGINT or SIGTERM, then stops everything.
    ///
    /// - Throws: ``ProgramError`` when the cluster cannot be started.
    func run() async throws {
        let commands = plan.commands
        let paths = try commands.map { try SiblingExecutable.path(of: $0.program) }
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        let signals = SignalWatch { sender.yield(.signalled($0)) }
        defer { signals.cancel() }
        let watch = Task { try await watchReadiness { sender.yield(.serves) } }
        defer { watch.cancel() }

        let beginning = ContinuousClock.now
        var supervisor = Supervisor(names: commands.map(\.name), brokers: plan.brokers)
        var children: [Supervisor.Part: ChildProcess] = [:]
        var actions = supervisor.begin()
        var iterator = events.makeAsyncIterator()
        while true {
            while !actions.isEmpty {
                let action = actions.removeFirst()
                switch action {
                case .start(let part):
                    let child = try start(commands[part], path: paths[part]) { sender.yield(.ended(part, $0)) }
                    children[part] = child
                    actions += supervisor.started(part, now: .now - beginning)
                case .pause(let part, let pause):
                    Self.after(pause) { sender.yield(.pauseOver(part)) }
                case .terminate(let part): children[part]?.signal(SIGTERM)
                case .kill(let part):
                    logger.warning("killing what does not stop", metadata: ["process": "\(commands[part].name)"])
                    children[part]?.signal(SIGKILL)
                case .announce: announce()
                case .finish(let failure):
                    guard let failure else { return }
                    throw ProgramError.failed(failure)
                }
            }
            guard let event = await iterator.next() else { return }
            let now = ContinuousClock.now - beginning
            switch event {
            case .ended(let part, let ending):
                children[part] = nil
                if !supervisor.isStopping {
                    logger.warning(
                        "a process ended", metadata: ["process": "\(commands[part].name)", "how": "\(ending)"])
                }
                actions = supervisor.ended(part, ending, now: now)
            case .pauseOver(let part): actions = supervisor.pauseOver(part)
            case .serves: actions = supervisor.serves()
            case .signalled(let number):
                if supervisor.isStopping {
                    actions = supervisor.overdue()
                } else {
                    logger.info("stopping", metadata: ["signal": "\(number)"])
                    actions = supervisor.stop()
                }
            case .overdue: actions = supervisor.overdue()
            }
            if supervisor.isStopping, !actions.isEmpty { Self.after(gracePeriod) { sender.yield(.overdue) } }
        }
    }

    private func start(
        _ command: ChildCommand, path: String, ended: @escaping @Sendable (Supervisor.Ending) -> Void
    ) throws -> ChildProcess {
        let child = try ChildProcess(
            path: path, arguments: command.arguments, line: { [output] in output.write($0, of: command.name) },
            ended: ended)
        logger.debug("started", metadata: ["process": "\(command.name)", "id": "\(child.processID)"])
        return child
    }

    /// Asks the brokers until all say that everything serves, and says now and then what is waited for.
    private func watchReadiness(_ serves: @escaping @Sendable () -> Void) async throws {
        var quiet = logger
        quiet.logLevel = .error
        let clients = try plan.reachableEndpoints.map { try RPCClient(endpoint: $0, logger: quiet) }
        defer { for client in clients { client.shutdown() } }
        let beginning = ContinuousClock.now
        var nextNotice = Duration.seconds(10)
        while !Task.isCancelled {
            guard let missing = await missing(clients) else { return serves() }
            let waited = ContinuousClock.now - beginning
            if waited >= nextNotice {
                nextNotice += .seconds(10)
                logger.notice("waiting", metadata: ["for": "\(missing)", "since": "\(HumanText.duration(waited))"])
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// What the first broker lacks that lacks anything, in words.
    private func missing(_ clients: [RPCClient]) async -> String? {
        for client in clients {
            guard let status = try? await client.call(ClusterStatus.self, .init(), deadline: .seconds(1)) else {
                return clients.count == 1 ? "the broker" : "the broker at \(client.endpoint)"
            }
            if let missing = plan.missing(in: status) { return missing }
        }
        return nil
    }

    private static func after(_ pause: Duration, _ action: @escaping @Sendable () -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + pause / .seconds(1), execute: action)
    }
}
