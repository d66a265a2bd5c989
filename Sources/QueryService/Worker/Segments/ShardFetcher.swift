import Dispatch
import Logging
import Messaging
import Protocol
import SearchIndex
import ServiceSupport
import Synchronization

/// Keeps a copy of one shard's index up with the shard's indexer, as ``FetchPlan`` decides.
///
/// Everything happens on a queue of its own: decisions, and reading and writing files. Calls to the indexer are tasks
/// that bring their answers there.
final class ShardFetcher: Sendable {
    struct State {
        var plan: FetchPlan
        let replica: IndexReplica
        /// The generation that is being fetched.
        var manifest: GenerationManifest?
        var client: (endpoint: String, client: RPCClient)?
        var progress = FetchProgress()
        var isEnded = false
    }

    /// The deadline of one question; an indexer that dies is noticed sooner, by the broker.
    static let deadline = Duration.seconds(10)

    let shard: Int
    let state: Mutex<State>
    let queue: DispatchQueue
    let settings: MessagingSettings
    private let opened: @Sendable (Int, IndexReader) -> Void
    let logger: Logger

    /// Takes up the copy in a folder, and opens the newest generation that is there whole. Reads files: not for the
    /// cooperative pool.
    ///
    /// - Parameters:
    ///   - folder: The index folder of the copy, whose parent is there.
    ///   - opened: Takes each generation that was opened.
    /// - Throws: `IndexError` where the folder cannot be read or written.
    init(
        shard: Int, folder: String, limits: FetchPlan.Limits, settings: MessagingSettings, logger: Logger,
        opened: @escaping @Sendable (Int, IndexReader) -> Void
    ) throws {
        self.shard = shard
        self.settings = settings
        self.logger = logger
        self.opened = opened
        queue = DispatchQueue(label: "timtin.fetch.\(shard)")
        let replica = try IndexReplica(folder: folder)
        let reader = try replica.openNewest()
        let plan = FetchPlan(limits: limits, current: reader?.generation.name)
        state = Mutex(State(plan: plan, replica: replica))
        guard let reader else {
            logger.info("waiting for the first generation of a shard", metadata: ["shard": "\(shard)"])
            return
        }
        logger.info(
            "generation open, as it was fetched before",
            metadata: [
                "shard": "\(shard)", "generation": "\(reader.generation.name)",
                "documents": "\(reader.generation.documentCount)",
            ])
        opened(shard, reader)
    }

    /// Takes news of the shard.
    func told(_ shard: ShardState) {
        deliver(.told(shard.generation.flatMap { GenerationName($0) }, endpoint: shard.endpoint))
    }

    /// Fetches nothing more, and lets go of the indexer.
    func end() {
        queue.async {
            self.state.withLock { state in
                state.isEnded = true
                state.client?.client.shutdown()
                state.client = nil
            }
        }
    }

    /// Returns when what came so far was dealt with.
    func settle() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func deliver(_ event: FetchPlan.Event) {
        queue.async { self.state.withLock { self.handle(event, &$0) } }
    }

    func handle(_ event: FetchPlan.Event, _ state: inout State) {
        guard !state.isEnded else { return }
        var events = [event]
        var hasInstalled = false
        while !events.isEmpty {
            let event = events.removeFirst()
            if case .installed = event { hasInstalled = true }
            events += perform(state.plan.handle(event), &state)
        }
        // After the next question is on its way, and after the generation serves.
        if hasInstalled { settle(&state) }
    }

    /// Does what was decided; gives what came of it at once.
    private func perform(_ actions: [FetchPlan.Action], _ state: inout State) -> [FetchPlan.Event] {
        var events: [FetchPlan.Event] = []
        for action in actions {
            switch action {
            case .list(let ticket, let endpoint): list(ticket, endpoint, &state)
            case .ask(let ticket, let endpoint, let path, let offset, let byteCount):
                let params = IndexSegment.Params(
                    shard: shard, path: path, offset: Int(offset), byteCount: Int(byteCount))
                ask(ticket, endpoint, params, &state)
            case .wake(let ticket, let pause):
                queue.asyncAfter(deadline: .now() + pause / .seconds(1)) { [weak self] in
                    self?.deliver(.woken(ticket))
                }
            case .write, .place, .install:
                // Nothing can be done to a file after the disk refused something before.
                guard !events.contains(where: \.isStuck) else { continue }
                events.append(contentsOf: performOnDisk(action, &state))
            }
        }
        return events
    }

    private func performOnDisk(_ action: FetchPlan.Action, _ state: inout State) -> [FetchPlan.Event] {
        do {
            switch action {
            case .write(let bytes, let offset, let path):
                try state.replica.write(bytes, at: offset, of: try state.file(path))
                state.progress.byteCount += UInt64(bytes.count)
                return []
            case .place(let path):
                do {
                    try state.replica.place(try state.file(path))
                    return [.placed(path)]
                } catch let error as IndexError where error.code != .system {
                    logger.error(
                        "a file came damaged and is fetched again",
                        metadata: ["shard": "\(shard)", "file": "\(path)", "reason": "\(error)"])
                    return [.damaged(path)]
                }
            case .install: return try install(&state)
            case .list, .ask, .wake: return []
            }
        } catch {
            complain("the copy cannot be written; the generation before goes on serving", "\(error)", &state)
            return [.stuck]
        }
    }

    private func install(_ state: inout State) throws -> [FetchPlan.Event] {
        guard let manifest = state.manifest else { return [] }
        let before = state.replica.current?.generation.name
        let reader: IndexReader
        do {
            reader = try state.replica.install(manifest)
        } catch let error as IndexError where error.code != .system {
            // A file that was here before has gone bad: all are looked at, and what is bad is fetched again.
            try state.replica.distrust()
            throw error
        }
        if let before, reader.generation.name.epoch < before.epoch {
            logger.warning(
                "the shard was made anew, and what was fetched before is given up",
                metadata: ["shard": "\(shard)", "before": "\(before)", "now": "\(reader.generation.name)"])
        }
        opened(shard, reader)
        let report = state.progress.report(on: reader.generation)
        logger.log(level: report.isNotable ? .info : .debug, "\(report.text)", metadata: ["shard": "\(shard)"])
        return [.installed]
    }

    /// Makes what is installed last, and deletes what it replaced.
    private func settle(_ state: inout State) {
        do {
            try state.replica.sync()
        } catch {
            complain("a fetched generation may be lost with the machine", "\(error)", &state)
        }
        removeUnused(but: nil, &state)
    }

    func removeUnused(but manifest: GenerationManifest?, _ state: inout State) {
        do {
            try state.replica.removeUnused(but: manifest)
        } catch {
            complain("files that are not needed cannot be deleted", "\(error)", &state)
        }
    }

    /// Says once what does not go well, until it does.
    func complain(
        _ message: Logger.Message, level: Logger.Level = .error, _ reason: String, _ state: inout State
    ) {
        guard state.progress.isNew(reason) else { return }
        logger.log(level: level, message, metadata: ["shard": "\(shard)", "reason": "\(reason)"])
    }
}

extension ShardFetcher.State {
    /// - Throws: `IndexError` for a file that the generation does not have.
    func file(_ path: String) throws -> GenerationFile {
        guard let file = manifest?.files.first(where: { $0.path == path }) else {
            throw IndexError(.missing, path: path, reason: "the generation that is being fetched has no such file")
        }
        return file
    }
}

extension FetchPlan.Event {
    fileprivate var isStuck: Bool { if case .stuck = self { true } else { false } }
}
