import DocumentReading
import Foundation
import Logging
import Messaging
import Protocol
import ServiceSupport
import Synchronization

/// The ingest as a member of the cluster: it is seen in `cluster.status` and tells of what it quarantines.
///
/// Nothing depends on it. An ingest whose broker can be asked but not joined, as behind a firewall, goes on without.
/// Callable from any task.
final class IngestMember: Sendable {
    private struct State {
        var hints: QuarantineHints
        /// What was left out last.
        var last: (entry: QuarantineEntry, input: String)?
        var eventCount = 0
    }

    private let info: MemberInfo
    private let membership: Membership
    private let state = Mutex(State(hints: QuarantineHints(now: .now)))
    private let task: Task<Void, Never>

    /// How long an ingest that is done waits for the broker to take its last events.
    private static let patience = Duration.milliseconds(500)

    /// Begins to join the brokers' cluster.
    ///
    /// - Parameters:
    ///   - name: The member's name; one of this process when nil, since several ingestors of a machine are usual.
    ///   - ledger: What is told of progress with each heartbeat.
    init(brokers: [String], name: String?, ledger: any BatchLedger, logger: Logger) {
        let name = name ?? "ingestor-\(HostIdentity.hostName)-\(HostIdentity.processID)"
        info = .thisProcess(role: .ingestor, name: name)
        var settings = MessagingSettings()
        settings.drainTimeout = Self.patience
        // What keeps it out of the cluster does not keep it from its work, so that only who looks for it sees it.
        var logger = logger
        if logger.logLevel > .debug { logger.logLevel = .critical }
        let membership = Membership(
            brokers: brokers, member: info, shards: nil, handlers: RPCHandlers(), settings: settings, logger: logger,
            state: {
                let totals = ledger.runTotals
                return MemberState(counters: ["acknowledged": totals.acknowledged, "leftOut": totals.leftOut])
            }, clusterChanged: { _ in })
        self.membership = membership
        task = Task { [logger] in
            do {
                try await membership.run()
            } catch {
                logger.debug("not a member", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Tells of what was quarantined, at a bounded rate.
    func tell(of entries: [QuarantineEntry], input: String) {
        for entry in entries {
            let event = state.withLock { state -> CloudEvent? in
                guard let omitted = state.hints.admit(at: .now) else {
                    state.last = (entry, input)
                    return nil
                }
                return makeEvent(of: entry, input: input, omitted: omitted, &state)
            }
            if let event { membership.publish(event) }
        }
    }

    /// Tells of what was left out, once that is due. Called every now and then.
    func tellRest(isEnd: Bool = false) {
        let event = state.withLock { state -> CloudEvent? in
            guard let (entry, input) = state.last, let omitted = state.hints.admitLast(at: .now, isEnd: isEnd) else {
                return nil
            }
            return makeEvent(of: entry, input: input, omitted: omitted, &state)
        }
        if let event { membership.publish(event) }
    }

    /// Leaves the cluster. Waits at most for a moment, and only where the broker has not yet taken the last events.
    func leave() async {
        tellRest(isEnd: true)
        let hasTold = state.withLock { $0.eventCount > 0 }
        let end = ContinuousClock.now + Self.patience
        while hasTold, !membership.isRegistered, ContinuousClock.now < end {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { break }
        }
        await membership.shutdown()
        task.cancel()
    }

    private func makeEvent(of entry: QuarantineEntry, input: String, omitted: Int, _ state: inout State) -> CloudEvent {
        state.eventCount += 1
        state.last = nil
        var data: [String: JSONValue] = [
            "input": .string(input), "file": .string(entry.file), "offset": .integer(Int64(clamping: entry.offset)),
            "reason": .string(entry.reason), "omitted": .integer(Int64(omitted)),
        ]
        data["line"] = entry.line.map { .integer(Int64($0)) }
        data["pointer"] = entry.pointer.map { .string($0) }
        return CloudEvent(
            id: "\(info.instance)-\(state.eventCount)", source: "/cluster/\(info.name)", type: .documentQuarantined,
            subject: entry.file, time: Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            data: .object(data))
    }
}
