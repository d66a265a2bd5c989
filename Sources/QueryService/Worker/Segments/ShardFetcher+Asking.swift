import Dispatch
import Logging
import Messaging
import Protocol
import SearchIndex
import Synchronization

/// Questions for the indexer.
extension ShardFetcher {
    func list(_ ticket: Int, _ endpoint: String, _ state: inout State) {
        state.progress.begin()
        ask(ticket, endpoint, &state) { client, shard in
            let (_, attachments) = try await client.callAttaching(
                IndexManifest.self, .init(shard: shard), deadline: Self.deadline)
            return { fetcher, state in
                try fetcher.listed(ticket, GenerationManifest(attachments[0], source: endpoint), &state)
            }
        }
    }

    func ask(_ ticket: Int, _ endpoint: String, _ params: IndexSegment.Params, _ state: inout State) {
        ask(ticket, endpoint, &state) { client, _ in
            let (_, attachments) = try await client.callAttaching(
                IndexSegment.self, params, deadline: Self.deadline)
            return { fetcher, state in fetcher.handle(.arrived(ticket, attachments[0]), &state) }
        }
    }

    /// What to do on the queue with an answer.
    private typealias Answer = @Sendable (ShardFetcher, inout State) throws -> Void

    private func ask(
        _ ticket: Int, _ endpoint: String, _ state: inout State,
        _ call: @escaping @Sendable (RPCClient, _ shard: Int) async throws -> Answer
    ) {
        do {
            let client = try client(of: endpoint, &state)
            Task { [weak self, shard] in
                let answer = await Result { try await call(client, shard) }
                self?.take(answer, ticket, endpoint)
            }
        } catch {
            // What is no endpoint is told as one that does not answer, after this event was dealt with.
            take(.failure(error), ticket, endpoint)
        }
    }

    private func take(_ answer: Result<Answer, any Error>, _ ticket: Int, _ endpoint: String) {
        queue.async {
            self.state.withLock { state in
                do {
                    try answer.get()(self, &state)
                } catch {
                    let isGone = (error as? RPCError)?.knownCode == .notFound
                    // What is gone is no news, and what was asked of one that was left is none either.
                    if !isGone, state.client?.endpoint == endpoint, !state.isEnded {
                        self.complain(
                            "cannot fetch from the indexer; it is tried again", level: .warning, "\(error)", &state)
                    }
                    self.handle(.failed(ticket, isGone ? .gone : .unreachable), &state)
                }
            }
        }
    }

    private func listed(_ ticket: Int, _ manifest: GenerationManifest, _ state: inout State) {
        guard !state.isEnded, state.plan.isListing(ticket) else { return }
        state.manifest = manifest
        removeUnused(but: manifest, &state)
        let missing = state.replica.missing(of: manifest).map { file, byteCount in
            FetchPlan.File(path: file.path, byteCount: file.byteCount, done: byteCount)
        }
        state.progress.fileCount = missing.count
        handle(.listed(ticket, manifest.generation.name, missing: missing), &state)
    }

    private func client(of endpoint: String, _ state: inout State) throws -> RPCClient {
        if let current = state.client, current.endpoint == endpoint { return current.client }
        state.client?.client.shutdown()
        state.client = nil
        let client = try RPCClient(endpoint: endpoint, settings: settings, logger: logger)
        state.client = (endpoint, client)
        return client
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
