import Messaging
import Protocol

/// How the answers of several members become one.
indirect enum Gathering {
    case put(PutGathering)
    case delete(DeleteGathering)
    case get(GetGathering)
    case shards(ShardGathering)
    case fanOut(FanOut)

    /// What to do when all parts of a round have ended.
    enum Step {
        /// Another round.
        case ask([Piece])
        /// The JSON of the one result, and whether shards are missing in it.
        case finish([UInt8], isPartial: Bool)
        case fail(RPCError)
    }

    /// Whether the answers of this round are the last ones that are needed.
    var isLastRound: Bool {
        if case .fanOut(let fanOut) = self { fanOut.isLastRound } else { true }
    }

    /// Takes how a part ended.
    ///
    /// - Parameters:
    ///   - part: Its number among the pieces asked in this round.
    ///   - member: Who answered.
    /// - Throws: The error to answer at once.
    mutating func take(
        _ outcome: Result<[UInt8], RPCError>, part: Int, from member: MemberID?
    ) throws(RPCError) {
        switch self {
        case .put(var put):
            put.take(outcome, part: part)
            self = .put(put)
        case .delete(var delete):
            delete.take(outcome, part: part)
            self = .delete(delete)
        case .get(var get):
            try get.take(outcome)
            self = .get(get)
        case .shards(var shards):
            try shards.take(outcome)
            self = .shards(shards)
        case .fanOut(var fanOut):
            try fanOut.take(outcome, part: part, from: member)
            self = .fanOut(fanOut)
        }
    }

    /// What to do now that all parts of the round have ended.
    ///
    /// - Parameter elapsed: Time since the request came.
    mutating func next(after elapsed: Duration) throws(RPCError) -> Step {
        switch self {
        case .put(let put): return try put.end()
        case .delete(let delete): return try delete.end()
        case .get(let get): return .finish(try get.result(), isPartial: false)
        case .shards(let shards): return .finish(try shards.result(), isPartial: false)
        case .fanOut(var fanOut):
            defer { self = .fanOut(fanOut) }
            return try fanOut.next(after: elapsed)
        }
    }
}

/// Taking requests apart by shard.
extension Gathering {
    /// Splits a request for indexers.
    ///
    /// - Returns: What to ask and how to gather the answers. One piece without a gathering is the request as it came.
    /// - Throws: ``RPCError`` where the parameters are wrong.
    static func split(
        method: String, body: [UInt8], shards: Int
    ) throws(RPCError) -> (pieces: [Piece], gathering: Gathering?) {
        guard shards > 1 else { return ([piece(0, body)], nil) }
        switch method {
        case DocumentsPut.name:
            let (gathering, bodies) = try PutGathering.split(body, shards: shards)
            guard bodies.count > 1 else { return ([piece(bodies[0].shard, body)], nil) }
            return (bodies.map { piece($0.shard, $0.body) }, .put(gathering))
        case DocumentsDelete.name:
            let params = try params(of: DocumentsDelete.self, in: body)
            let groups = group(params.ids, shards: shards)
            guard groups.count > 1 else { return ([piece(groups[0].shard, body)], nil) }
            let pieces = try groups.map { (shard, ids) throws(RPCError) in
                var part = params
                (part.ids, part._meta) = (ids, nil)
                return piece(shard, try request(DocumentsDelete.self, part))
            }
            return (pieces, .delete(DeleteGathering(shards: groups.map(\.shard))))
        case DocumentsGet.name:
            let params = try params(of: DocumentsGet.self, in: body)
            let groups = group(params.ids, shards: shards)
            guard groups.count > 1 else { return ([piece(groups[0].shard, body)], nil) }
            let pieces = try groups.map { (shard, ids) throws(RPCError) in
                var part = params
                (part.ids, part._meta) = (ids, nil)
                return piece(shard, try request(DocumentsGet.self, part))
            }
            return (pieces, .get(GetGathering(ids: params.ids)))
        case IndexGeneration.name:
            return try split(try params(of: IndexGeneration.self, in: body).shard, body, shards) {
                (shard) throws(RPCError) in try request(IndexGeneration.self, .init(shard: shard))
            }
        case IndexCommit.name:
            return try split(try params(of: IndexCommit.self, in: body).shard, body, shards) {
                (shard) throws(RPCError) in try request(IndexCommit.self, .init(shard: shard))
            }
        default: throw RPCError(.methodNotFound, detail: "\(method) cannot be asked through the broker")
        }
    }

    private static func split(
        _ shard: Int?, _ body: [UInt8], _ shards: Int, request: (Int) throws(RPCError) -> [UInt8]
    ) throws(RPCError) -> (pieces: [Piece], gathering: Gathering?) {
        guard let shard else {
            let pieces = try (0..<shards).map { (shard) throws(RPCError) in piece(shard, try request(shard)) }
            return (pieces, .shards(ShardGathering()))
        }
        guard (0..<shards).contains(shard) else {
            throw RPCError(
                .invalidParams, detail: "there is no shard \(shard): the cluster's are 0 to \(shards - 1)",
                pointer: "/params/shard")
        }
        return ([piece(shard, body)], nil)
    }

    private static func group(_ ids: [String], shards: Int) -> [(shard: Int, ids: [String])] {
        let groups = Dictionary(grouping: ids) { ShardRouting.shard(of: $0.utf8, shards: shards) }
        // Nothing at all is still a request: its answer is that of the first shard.
        return groups.isEmpty ? [(0, [])] : groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func piece(_ shard: Int, _ body: [UInt8]) -> Piece {
        Piece(target: .indexer(shard: shard), body: body)
    }
}

/// Reading and writing messages.
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

    /// A request to a member; its id is in the envelope.
    static func request<M: RPCMethod>(_ method: M.Type, _ params: M.Params) throws(RPCError) -> [UInt8] {
        RPCBytes.request(id: [UInt8(ascii: "0")], method: M.name, params: try encode(params))
    }

    /// The result that a member's reply holds, as JSON.
    ///
    /// - Throws: The error that the reply is.
    static func result(in reply: [UInt8]) throws(RPCError) -> ArraySlice<UInt8> {
        let values = try JSONParts.values(of: ["error", "result"], in: reply[...])
        if let error = values[0], Array(error) != RPCBytes.nullID { throw try decode(RPCError.self, from: error) }
        guard let result = values[1] else {
            throw RPCError(.internalError, detail: "a member answered without a result")
        }
        return result
    }

    /// A value of the protocol from a part of a member's reply.
    ///
    /// - Throws: ``RPCError`` of `internalError` where it cannot be read.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from json: ArraySlice<UInt8>?
    ) throws(RPCError) -> Value {
        do {
            return try WireCoder.decode(type, from: Array(json ?? []))
        } catch {
            throw RPCError(.internalError, detail: "a member answered by what is no \(type): \(error)")
        }
    }

    /// The JSON of a value.
    static func encode(_ value: some Encodable) throws(RPCError) -> [UInt8] {
        do {
            return try WireCoder.encode(value)
        } catch {
            throw RPCError(.internalError, detail: "an answer cannot be written: \(error)")
        }
    }
}
