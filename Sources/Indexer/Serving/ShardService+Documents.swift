import Protocol

extension ShardService {
    /// A batch's name as bytes; nil where it has none.
    static func batchName(_ batch: String?) throws(RPCError) -> [UInt8]? {
        guard let batch else { return nil }
        guard (1...DocumentsPut.batchByteCountMax).contains(batch.utf8.count) else {
            throw RPCError(
                .invalidParams,
                detail: "the name of a batch has 1 to \(DocumentsPut.batchByteCountMax) bytes, not \(batch.utf8.count)",
                pointer: "/params/batch")
        }
        return Array(batch.utf8)
    }

    /// The documents of a request as the journal holds them.
    static func read(_ params: DocumentsGet.Params, from journal: any Journal) throws -> DocumentsGet.Result {
        let ids = params.ids.map { Array($0.utf8) }
        var result = DocumentsGet.Result(documents: [], missing: [])
        for (id, record) in zip(ids, try journal.records(ids: ids)) {
            guard let record else {
                result.missing.append(String(decoding: id, as: UTF8.self))
                continue
            }
            let document = try StoredDocument.document(
                try StoredDocument.content(record.document, id: id), id: id)
            let original =
                try params.withOriginal == true
                ? record.original.map { String(decoding: try StoredDocument.content($0, id: id), as: UTF8.self) } : nil
            result.documents.append(DocumentsPut.PutDocument(document, original: original))
        }
        return result
    }
}

extension PutOutcome.Outcome {
    /// The outcome on the wire of a put.
    init(_ outcome: WriteOutcome) {
        switch outcome {
        case .created: self = .created
        case .updated: self = .updated
        case .unchanged: self = .unchanged
        case .deleted, .absent: preconditionFailure("a put ended as \(outcome)")
        }
    }
}
