import Protocol

/// A deletion in several shards.
struct DeleteGathering {
    /// By part.
    private let shards: [Int]
    private var done: [Int] = []
    private var deleted = 0
    private var sequences: [ShardSequence] = []
    private var error: RPCError?

    init(shards: [Int]) { self.shards = shards }

    mutating func take(_ outcome: Result<[UInt8], RPCError>, part: Int) {
        do throws(RPCError) {
            let result = try Gathering.decode(
                DocumentsDelete.Result.self, from: try Gathering.result(in: outcome.get()))
            deleted += result.deleted
            sequences += result.sequences
            done.append(shards[part])
        } catch {
            self.error = self.error ?? error
        }
    }

    /// The one answer: an error where any part met one, which says what is done all the same.
    func end() throws(RPCError) -> Gathering.Step {
        if var error {
            if !done.isEmpty {
                let list = done.sorted().map(String.init).joined(separator: ", ")
                error.data.detail += " (the ids of shard \(list) are removed; to send all of them again does no harm)"
            }
            return .fail(error)
        }
        let result = DocumentsDelete.Result(deleted: deleted, sequences: sequences.sorted { $0.shard < $1.shard })
        return .finish(try Gathering.encode(result), isPartial: false)
    }
}

/// Documents of several shards.
struct GetGathering {
    private let ids: [String]
    private var documents: [[UInt8]: DocumentsPut.PutDocument] = [:]

    init(ids: [String]) { self.ids = ids }

    mutating func take(_ outcome: Result<[UInt8], RPCError>) throws(RPCError) {
        let result = try Gathering.decode(DocumentsGet.Result.self, from: try Gathering.result(in: outcome.get()))
        for document in result.documents { documents[Array(document.document.id.utf8)] = document }
    }

    func result() throws(RPCError) -> [UInt8] {
        try Gathering.encode(
            DocumentsGet.Result(
                documents: ids.compactMap { documents[Array($0.utf8)] },
                missing: ids.filter { documents[Array($0.utf8)] == nil }))
    }
}

/// The states of several shards, as `index.commit` and `index.generation` give them.
struct ShardGathering {
    private var states: [ShardState] = []

    mutating func take(_ outcome: Result<[UInt8], RPCError>) throws(RPCError) {
        let result = try Gathering.decode(IndexCommit.Result.self, from: try Gathering.result(in: outcome.get()))
        states += result.shards
    }

    func result() throws(RPCError) -> [UInt8] {
        try Gathering.encode(IndexCommit.Result(shards: states.sorted { $0.shard < $1.shard }))
    }
}
