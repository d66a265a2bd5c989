import Dispatch
import Protocol
import SearchIndex

/// Gives the files of a shard's index to whoever keeps a copy of it.
///
/// Reads on a queue of its own, one part after the other, so that neither the journal nor the pool of threads that all
/// tasks share ever waits for it. Usable from any thread.
final class ShardCopies: Sendable {
    private let shard: Int
    private let files: GenerationFiles
    private let queue = DispatchQueue(label: "timtin.copies")

    /// - Parameter folder: The shard's index folder.
    init(shard: Int, folder: String) {
        self.shard = shard
        files = GenerationFiles(folder: folder)
    }

    /// `index.manifest`
    ///
    /// - Parameter published: The generation that is announced; nil while there is none.
    func manifest(
        _ params: IndexManifest.Params, published: String?
    ) async throws -> (result: IndexManifest.Result, attachments: [[UInt8]]) {
        guard let wanted = params.generation ?? published else {
            throw RPCError(.notFound, detail: "shard \(shard) has no published generation yet: ask again")
        }
        guard let name = GenerationName(wanted) else {
            throw RPCError(
                .invalidParams, detail: "\"\(wanted)\" is no generation: expected epoch and number, such as 3.17",
                pointer: "/params/generation")
        }
        let manifest = try await onQueue { [files] in try files.manifest(of: name) }
        let result = IndexManifest.Result(
            shard: shard, generation: wanted,
            files: manifest.files.map { IndexFile(path: $0.path, byteCount: Int($0.byteCount)) })
        return (result, [manifest.bytes])
    }

    /// `index.segment`
    func part(
        _ params: IndexSegment.Params
    ) async throws -> (result: IndexSegment.Result, attachments: [[UInt8]]) {
        guard params.byteCount >= 1 else {
            throw RPCError(
                .invalidParams, detail: "byteCount is \(params.byteCount), at least 1 can be sent",
                pointer: "/params/byteCount")
        }
        guard params.offset >= 0 else {
            throw RPCError(
                .invalidParams, detail: "offset is \(params.offset), a file begins at 0", pointer: "/params/offset")
        }
        let (bytes, fileByteCount) = try await onQueue { [files] in
            try files.read(
                params.path, at: UInt64(params.offset), upTo: min(params.byteCount, IndexSegment.byteCountMax))
        }
        guard UInt64(params.offset) <= fileByteCount else {
            throw RPCError(
                .invalidParams, detail: "offset is \(params.offset), the file has \(fileByteCount) bytes",
                pointer: "/params/offset")
        }
        let result = IndexSegment.Result(
            offset: params.offset, byteCount: bytes.count, fileByteCount: Int(fileByteCount))
        return (result, [bytes])
    }

    private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Swift.Result { try body() }) }
            }
        } catch let error as IndexError {
            let code: RPCErrorCode =
                switch error.code {
                case .missing: .notFound
                case .damaged, .version: .corrupted
                default: .unavailable
                }
            throw RPCError(code, detail: error.description)
        }
    }
}

extension ShardService {
    /// `index.manifest`
    func manifest(
        _ params: IndexManifest.Params
    ) async throws -> (result: IndexManifest.Result, attachments: [[UInt8]]) {
        let published = try generation(shard: params.shard).shards.first?.generation
        return try await copies.manifest(params, published: published)
    }

    /// `index.segment`
    func part(
        _ params: IndexSegment.Params
    ) async throws -> (result: IndexSegment.Result, attachments: [[UInt8]]) {
        _ = try generation(shard: params.shard)
        return try await copies.part(params)
    }
}
