import Protocol

extension ShardService {
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
