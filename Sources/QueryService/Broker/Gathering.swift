import Protocol

/// Turns a request for several shards into one for each, and their answers into one.
enum Gathering {
    case put(ids: [String], results: [DocumentsPut.Result])
    case delete(results: [DocumentsDelete.Result])
    case get(ids: [String], results: [DocumentsGet.Result])
    case shards([ShardState])

    /// A request that is to be sent to the indexer of a shard.
    struct Piece {
        var shard: Int
        var body: [UInt8]
    }

    /// Splits a request.
    ///
    /// - Returns: The pieces and how to gather their answers. One piece without a gathering is the request as it came.
    /// - Throws: ``RPCError`` where the parameters are wrong.
    static func split(
        method: String, body: [UInt8], shards: Int
    ) throws(RPCError) -> (pieces: [Piece], gathering: Gathering?) {
        guard shards > 1 else { return ([Piece(shard: 0, body: body)], nil) }
        switch method {
        case DocumentsPut.name:
            let params = try params(of: DocumentsPut.self, in: body)
            let split = group(params.documents, shards: shards) { $0.document.id }
            let pieces = try split.map { (shard, documents) throws(RPCError) in
                try piece(DocumentsPut.self, .init(batch: params.batch, documents: documents), shard, body, split.count)
            }
            let gathering = Gathering.put(ids: params.documents.map(\.document.id), results: [])
            return (pieces, split.count > 1 ? gathering : nil)
        case DocumentsDelete.name:
            let params = try params(of: DocumentsDelete.self, in: body)
            let split = group(params.ids, shards: shards) { $0 }
            let pieces = try split.map { (shard, ids) throws(RPCError) in
                try piece(DocumentsDelete.self, .init(ids: ids), shard, body, split.count)
            }
            return (pieces, split.count > 1 ? .delete(results: []) : nil)
        case DocumentsGet.name:
            let params = try params(of: DocumentsGet.self, in: body)
            let split = group(params.ids, shards: shards) { $0 }
            let pieces = try split.map { (shard, ids) throws(RPCError) in
                try piece(
                    DocumentsGet.self, .init(ids: ids, withOriginal: params.withOriginal), shard, body, split.count)
            }
            return (pieces, split.count > 1 ? .get(ids: params.ids, results: []) : nil)
        case IndexGeneration.name:
            let shard = try params(of: IndexGeneration.self, in: body).shard
            return try split(shard: shard, body: body, shards: shards) { (shard) throws(RPCError) in
                try request(IndexGeneration.self, .init(shard: shard))
            }
        default:
            let shard = try params(of: IndexCommit.self, in: body).shard
            return try split(shard: shard, body: body, shards: shards) { (shard) throws(RPCError) in
                try request(IndexCommit.self, .init(shard: shard))
            }
        }
    }

    /// Adds the answer to one piece.
    ///
    /// - Throws: The error that it is, or one that says that it cannot be read.
    mutating func add(_ reply: [UInt8]) throws(RPCError) {
        switch self {
        case .put(let ids, let results):
            self = .put(ids: ids, results: results + [try Self.result(of: DocumentsPut.self, in: reply)])
        case .delete(let results):
            self = .delete(results: results + [try Self.result(of: DocumentsDelete.self, in: reply)])
        case .get(let ids, let results):
            self = .get(ids: ids, results: results + [try Self.result(of: DocumentsGet.self, in: reply)])
        case .shards(let states):
            self = .shards(states + (try Self.result(of: IndexCommit.self, in: reply)).shards)
        }
    }

    /// The JSON of the one result.
    func result() throws(RPCError) -> [UInt8] {
        switch self {
        case .put(let ids, let results): try Self.encode(Self.merge(results, ids: ids))
        case .delete(let results):
            try Self.encode(
                DocumentsDelete.Result(
                    deleted: results.reduce(0) { $0 + $1.deleted }, sequences: Self.sorted(results.flatMap(\.sequences))
                ))
        case .get(let ids, let results): try Self.encode(Self.merge(results, ids: ids))
        case .shards(let states): try Self.encode(IndexCommit.Result(shards: states.sorted { $0.shard < $1.shard }))
        }
    }
}

extension Gathering {
    private static func group<Item>(
        _ items: [Item], shards: Int, id: (Item) -> String
    ) -> [(shard: Int, items: [Item])] {
        let groups = Dictionary(grouping: items) { ShardRouting.shard(of: id($0).utf8, shards: shards) }
        // Nothing at all is still a request: its answer is that of the first shard.
        return groups.isEmpty ? [(0, [])] : groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func split(
        shard: Int?, body: [UInt8], shards: Int, request: (Int) throws(RPCError) -> [UInt8]
    ) throws(RPCError) -> (pieces: [Piece], gathering: Gathering?) {
        if let shard {
            guard (0..<shards).contains(shard) else {
                throw RPCError(
                    .invalidParams, detail: "there is no shard \(shard): the cluster's are 0 to \(shards - 1)",
                    pointer: "/params/shard")
            }
            return ([Piece(shard: shard, body: body)], nil)
        }
        let pieces = try (0..<shards).map { (shard) throws(RPCError) in
            Piece(shard: shard, body: try request(shard))
        }
        return (pieces, .shards([]))
    }

    private static func piece<M: RPCMethod>(
        _ method: M.Type, _ params: M.Params, _ shard: Int, _ body: [UInt8], _ count: Int
    ) throws(RPCError) -> Piece {
        Piece(shard: shard, body: count > 1 ? try request(method, params) : body)
    }

    private static func request<M: RPCMethod>(_ method: M.Type, _ params: M.Params) throws(RPCError) -> [UInt8] {
        try encode(JSONRPCRequest(id: .integer(0), method: M.name, params: params))
    }

    private static func merge(_ results: [DocumentsPut.Result], ids: [String]) -> DocumentsPut.Result {
        // An id may stand in a batch more than once; its outcomes come in its order.
        var outcomes: [[UInt8]: [PutOutcome]] = [:]
        for outcome in results.flatMap(\.outcomes).reversed() {
            outcomes[Array(outcome.id.utf8), default: []].append(outcome)
        }
        return DocumentsPut.Result(
            outcomes: ids.compactMap { outcomes[Array($0.utf8)]?.popLast() },
            sequences: sorted(results.flatMap(\.sequences)))
    }

    private static func merge(_ results: [DocumentsGet.Result], ids: [String]) -> DocumentsGet.Result {
        let found = Dictionary(
            results.flatMap(\.documents).map { (Array($0.document.id.utf8), $0) },
            uniquingKeysWith: { first, _ in first })
        return DocumentsGet.Result(
            documents: ids.compactMap { found[Array($0.utf8)] }, missing: ids.filter { found[Array($0.utf8)] == nil })
    }

    private static func sorted(_ sequences: [ShardSequence]) -> [ShardSequence] {
        sequences.sorted { $0.shard < $1.shard }
    }
}

extension Gathering {
    /// The parameters of a request.
    ///
    /// - Throws: ``RPCError`` of `invalidParams` that points at what is wrong.
    static func params<M: RPCMethod>(of method: M.Type, in body: [UInt8]) throws(RPCError) -> M.Params {
        do {
            return try WireCoder.decode(JSONRPCRequest<M.Params>.self, from: body).params
        } catch {
            throw RPCError.invalidParams(error)
        }
    }

    private static func result<M: RPCMethod>(of method: M.Type, in reply: [UInt8]) throws(RPCError) -> M.Result {
        let response: JSONRPCResponse<M.Result>
        do {
            response = try WireCoder.decode(JSONRPCResponse<M.Result>.self, from: reply)
        } catch {
            throw RPCError(.internalError, detail: "a member answered \(M.name) by what is no result of it: \(error)")
        }
        if let error = response.error { throw error }
        guard let result = response.result else {
            throw RPCError(.internalError, detail: "a member answered \(M.name) without a result")
        }
        return result
    }

    private static func encode(_ value: some Encodable) throws(RPCError) -> [UInt8] {
        do {
            return try WireCoder.encode(value)
        } catch {
            throw RPCError(.internalError, detail: "an answer cannot be written: \(error)")
        }
    }
}
