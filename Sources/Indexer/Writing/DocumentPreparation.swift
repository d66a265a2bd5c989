import Compression
import Hashing
import Protocol
import SearchIndex

/// A document ready for journal and index: encoded, hashed and compressed once, outside of any transaction.
struct PreparedDocument: Sendable {
    var record: JournalRecord
    var document: IndexDocument

    /// The memory that it takes, roughly, in bytes.
    var byteCount: Int {
        record.document.count + (record.original?.count ?? 0) + 2 * document.stored.count + 200
    }
}

/// A document that is not taken, and why.
struct Refusal: Error, Hashable, Sendable {
    var reason: String
}

/// Makes documents ready for a shard's journal and index, or refuses them. Callable from any thread.
struct DocumentPreparation: Sendable {
    var identity: ShardIdentity
    /// The greatest size of a document's JSON, and of its original text, in bytes.
    var documentByteCountMax: Int

    /// What journal and index are given of a document as it was read.
    func prepare(_ document: DocumentsPut.ReadDocument) throws(Refusal) -> PreparedDocument {
        switch document {
        case .readable(let put): try prepare(put)
        case .unreadable(_, let reason): throw Refusal(reason: "the document cannot be read: \(reason)")
        }
    }

    /// What journal and index are given of a document.
    func prepare(_ put: DocumentsPut.PutDocument) throws(Refusal) -> PreparedDocument {
        let document = try indexDocument(put.document)
        let original = put.original.map { Array($0.utf8) }
        if let original { try checkSize(original.count, what: "original") }
        let record = JournalRecord(
            id: document.id, contentHash: Self.contentHash(stored: document.stored, original: original),
            document: Zstd.compress(document.stored, level: 1), original: original.map { Zstd.compress($0, level: 1) })
        return PreparedDocument(record: record, document: document)
    }

    /// What the index is given of a document.
    func indexDocument(_ document: Document) throws(Refusal) -> IndexDocument {
        let shard = ShardRouting.shard(of: document.id.utf8, shards: identity.shards)
        guard shard == identity.shard else {
            throw Refusal(
                reason: "the document belongs to shard \(shard) of \(identity.shards), this is shard \(identity.shard)")
        }
        let stored: [UInt8]
        do {
            stored = try WireCoder.encode(document)
        } catch {
            throw Refusal(reason: "the document cannot be written as JSON: \(error)")
        }
        try checkSize(stored.count, what: "document")
        return IndexDocument(document, stored: stored)
    }

    private func checkSize(_ byteCount: Int, what: String) throws(Refusal) {
        guard byteCount > documentByteCountMax else { return }
        throw Refusal(reason: "the \(what) has \(byteCount) bytes, at most \(documentByteCountMax) are taken")
    }

    static func contentHash(stored: [UInt8], original: [UInt8]?) -> Hash128 {
        guard let original else { return XXH3.hash128(stored) }
        var hasher = XXH3Hasher128()
        hasher.update(stored)
        // No JSON holds a NUL, so that document and original cannot run into one another.
        hasher.update([0])
        hasher.update(original)
        return hasher.finalize()
    }
}

/// Reads back what ``DocumentPreparation`` stored.
enum StoredDocument {
    /// Nothing larger was ever taken, see ``IndexerSettings/documentSizeMax``.
    static let byteCountMax = 1 << 30

    /// The JSON of a compressed document or the bytes of a compressed original.
    static func content(_ compressed: [UInt8], id: [UInt8]) throws -> [UInt8] {
        do {
            return try Zstd.decompress(compressed, byteCountMax: byteCountMax)
        } catch {
            throw damaged(id: id, "\(error)")
        }
    }

    /// The change of an index that a change of the journal means.
    static func indexChange(_ change: JournalChange) throws -> IndexChange {
        guard let compressed = change.document else { return .delete(id: change.id) }
        let stored = try content(compressed, id: change.id)
        return .put(IndexDocument(try document(stored, id: change.id), stored: stored))
    }

    /// The document of its JSON.
    static func document(_ json: [UInt8], id: [UInt8]) throws -> Document {
        do {
            return try WireCoder.decode(Document.self, from: json)
        } catch {
            throw damaged(id: id, "\(error)")
        }
    }

    private static func damaged(id: [UInt8], _ reason: String) -> RPCError {
        RPCError(
            .corrupted,
            detail:
                "the journal's content of document \(String(decoding: id, as: UTF8.self)) is damaged (\(reason)): put the document again"
        )
    }
}
