import Messaging
import Protocol

extension RPCHandlers {
    /// What an indexer answers, to the broker and to whoever connects to it.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - service: The shard; throws until it is taken.
    init(indexer name: String, service: @escaping @Sendable () throws -> ShardService) {
        self.init()
        on(Ping.self) { _, _ in Ping.Result(role: .indexer, name: name) }
        on(DocumentsPut.self, reading: DocumentsPut.ReadParams.self) { params, context in
            try await service().put(params, readingTime: context.readingTime)
        }
        on(DocumentsDelete.self) { params, _ in try await service().delete(params) }
        on(DocumentsGet.self) { params, _ in try await service().get(params) }
        on(IndexGeneration.self) { params, _ in try service().generation(shard: params.shard) }
        on(IndexCommit.self) { params, _ in try await service().commit(shard: params.shard) }
        onAttaching(IndexManifest.self) { params, _ in try await service().manifest(params) }
        onAttaching(IndexSegment.self) { params, _ in try await service().part(params) }
    }
}
