import Messaging
import Protocol

/// A batch of documents for several shards.
///
/// Documents are passed on as the bytes that they came in, so that one that cannot be read is refused alone, by an
/// indexer, which knows what a document is.
struct PutGathering {
    /// By part, its shard and the places of its documents in the batch.
    private var parts: [(shard: Int, places: [Int])]
    /// The ids of the batch's documents; empty for one that has none that can be read.
    private let ids: [String]
    private var outcomes: [PutOutcome?]
    private var sequences: [ShardSequence] = []
    private var hasAcknowledgement = false
    private var firstError: RPCError?

    private init(parts: [(shard: Int, places: [Int])], ids: [String]) {
        self.parts = parts
        self.ids = ids
        outcomes = Array(repeating: nil, count: ids.count)
    }

    /// Splits a batch.
    ///
    /// - Returns: The gathering and a request for each shard that documents belong to, at least one.
    /// - Throws: ``RPCError`` of `invalidParams` where there is no list of documents.
    static func split(
        _ body: [UInt8], shards: Int
    ) throws(RPCError) -> (gathering: PutGathering, requests: [(shard: Int, body: [UInt8])]) {
        let params = try JSONParts.value(of: "params", in: body[...])
        let values = try params.map { (params) throws(RPCError) in
            try JSONParts.values(of: ["documents", "batch"], in: params)
        }
        guard let list = values?[0], let documents = try JSONParts.elements(of: list) else {
            throw RPCError(
                .invalidParams, detail: "\"documents\" is missing or no array", pointer: "/params/documents")
        }
        let ids = documents.map { id(of: $0) ?? "" }
        let groups = Dictionary(grouping: ids.indices) { ShardRouting.shard(of: ids[$0].utf8, shards: shards) }
        // Nothing at all is still a request: its answer is that of the first shard.
        let parts = groups.isEmpty ? [(0, [])] : groups.sorted { $0.key < $1.key }.map { (shard: $0, places: $1) }
        let requests = parts.map { shard, places in
            (shard, request(batch: values?[1], places.map { documents[$0] }))
        }
        return (PutGathering(parts: parts, ids: ids), requests)
    }

    private static func id(of element: ArraySlice<UInt8>) -> String? {
        guard let document = try? JSONParts.value(of: "document", in: element),
            let id = try? JSONParts.value(of: "id", in: document)
        else { return nil }
        return JSONParts.string(id)
    }

    private static func request(batch: ArraySlice<UInt8>?, _ documents: [ArraySlice<UInt8>]) -> [UInt8] {
        var params: [UInt8] = []
        params.reserveCapacity(documents.reduce(64 + (batch?.count ?? 0)) { $0 + $1.count + 1 })
        params.append(contentsOf: "{".utf8)
        if let batch {
            params.append(contentsOf: "\"batch\":".utf8)
            params.append(contentsOf: batch)
            params.append(contentsOf: ",".utf8)
        }
        params.append(contentsOf: "\"documents\":[".utf8)
        for (index, document) in documents.enumerated() {
            if index > 0 { params.append(UInt8(ascii: ",")) }
            params.append(contentsOf: document)
        }
        params.append(contentsOf: "]}".utf8)
        return RPCBytes.request(id: [UInt8(ascii: "0")], method: DocumentsPut.name, params: params)
    }

    /// Takes how a part ended. Trouble of one shard is no trouble of the others.
    mutating func take(_ outcome: Result<[UInt8], RPCError>, part: Int) {
        do throws(RPCError) {
            try add(try Gathering.result(in: outcome.get()), part: part)
        } catch {
            firstError = firstError ?? error
            for place in parts[part].places where outcomes[place] == nil {
                outcomes[place] = PutOutcome(
                    index: place, id: ids[place], outcome: .failed, reason: error.description,
                    retryable: Self.isRetryable(error))
            }
        }
    }

    private mutating func add(_ json: ArraySlice<UInt8>, part: Int) throws(RPCError) {
        let result = try Gathering.decode(DocumentsPut.Result.self, from: json)
        let places = parts[part].places
        guard result.outcomes.count == places.count else {
            throw RPCError(
                .internalError,
                detail: "shard \(parts[part].shard) told of \(result.outcomes.count) documents of \(places.count)")
        }
        for (place, outcome) in zip(places, result.outcomes) {
            outcomes[place] = outcome
            outcomes[place]?.index = place
        }
        sequences += result.sequences
        hasAcknowledgement = true
    }

    /// Whether documents that met an error may be sent again: also where it is not known whether they were written.
    private static func isRetryable(_ error: RPCError) -> Bool {
        error.data.retryable || error.knownCode == .deadlineExceeded
    }

    /// The one answer: an error only where every part met one.
    func end() throws(RPCError) -> Gathering.Step {
        if !hasAcknowledgement, let firstError { return .fail(firstError) }
        let result = DocumentsPut.Result(
            outcomes: outcomes.compactMap(\.self), sequences: sequences.sorted { $0.shard < $1.shard })
        return .finish(try Gathering.encode(result), isPartial: firstError != nil)
    }
}
