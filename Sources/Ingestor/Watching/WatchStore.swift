import DocumentReading
import Foundation
import Hashing
import Protocol
import ServiceSupport

/// What is kept of one watched folder: `files/KEY.json` of each file, `quarantine/KEY.jsonl` of each that was not read
/// whole, `claims.lock` by which ingestors keep out of one another's way, `cluster.json` of the cluster that it is for.
///
/// All ingestors that watch the folder share it. What belongs to a file is written by the one that has its claim.
/// Records are not synced: a machine that stops may lose the last, whose files are then read again, which changes
/// nothing.
final class WatchStore: Sendable {
    /// Of which cluster the records are, as far as its journals tell.
    private struct ClusterRecord: Codable {
        /// Random; records of another series are of journals that are gone.
        var series: String
        /// The greatest sequence acknowledged in each shard's journal.
        var sequences: [ShardSequence]
    }

    let claims: FileClaims
    let quarantineFolder: String
    private let path: String
    private let series: String

    /// Whoever changes `cluster.json` claims this.
    private static let clusterKey = Hash128(high: .max, low: .max)

    /// Opens the store, or makes it.
    ///
    /// - Parameters:
    ///   - path: The store's own folder.
    ///   - shards: The cluster's shards as they stand. Where their journals hold less than was once acknowledged, the
    ///     cluster was begun anew, and nothing that is written down counts.
    init(path: String, shards: [ShardState]) throws(ProgramError) {
        self.path = path
        quarantineFolder = path + "/quarantine"
        try AtomicFile.makeFolder(path + "/files")
        try AtomicFile.makeFolder(quarantineFolder)
        let claims = try FileClaims(path: path + "/claims.lock")
        self.claims = claims
        try claims.wait(for: Self.clusterKey)
        defer { claims.giveBack(Self.clusterKey) }
        series = try Self.settleSeries(path, shards)
    }

    private static func settleSeries(_ path: String, _ shards: [ShardState]) throws(ProgramError) -> String {
        if let known = try clusterRecord(path), holds(shards, known.sequences) { return known.series }
        let series = HostIdentity.randomInstance()
        try write(ClusterRecord(series: series, sequences: []), to: path + "/cluster.json")
        return series
    }

    /// A record of nothing yet.
    func newRecord(of file: WatchedFile) -> FileRecord { FileRecord(series: series, file: file) }

    /// What is written down of a file as it is now; nil where there is nothing, or only of what it was before.
    func record(of file: WatchedFile) -> FileRecord? {
        guard let bytes = FileManager.default.contents(atPath: recordPath(file.key)),
            let record = try? WireCoder.decode(FileRecord.self, from: [UInt8](bytes)),
            record.isOf(file, series: series)
        else { return nil }
        return record
    }

    /// Appends lines to the file's quarantine, then writes its record.
    ///
    /// - Throws: ``ProgramError`` that names the file.
    func save(_ record: FileRecord, of key: Hash128, quarantined lines: [UInt8]) throws(ProgramError) {
        if !lines.isEmpty {
            try QuarantineFile(path: quarantinePath(key)).append(lines, at: record.quarantineByteCount)
        }
        var record = record
        record.quarantineByteCount += UInt64(lines.count)
        try Self.write(record, to: recordPath(key))
    }

    /// Brings the file's quarantine to where its record says.
    func begin(_ record: FileRecord, of key: Hash128) {
        QuarantineFile(path: quarantinePath(key)).cut(to: record.quarantineByteCount)
    }

    /// Notes how far the journals are.
    func note(_ sequences: [ShardSequence]) throws(ProgramError) {
        try claims.wait(for: Self.clusterKey)
        defer { claims.giveBack(Self.clusterKey) }
        guard var known = try Self.clusterRecord(path), known.series == series else { return }
        known.sequences = ShardSequence.greatest(known.sequences + sequences)
        try Self.write(known, to: path + "/cluster.json")
    }

    /// Forgets a file, unless somebody has its claim.
    func forget(_ key: Hash128) throws(ProgramError) {
        guard try claims.take(key) else { return }
        defer { claims.giveBack(key) }
        for path in [recordPath(key), quarantinePath(key)] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Forgets what is written down of files that are not there any more.
    func forgetAll(but keys: Set<Hash128>) throws(ProgramError) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path + "/files")) ?? [] {
            guard let key = Hash128(hex: String(name.prefix(32))), !keys.contains(key) else { continue }
            try forget(key)
        }
    }

    private func recordPath(_ key: Hash128) -> String { "\(path)/files/\(key.hex).json" }
    private func quarantinePath(_ key: Hash128) -> String { "\(quarantineFolder)/\(key.hex).jsonl" }

    private static func clusterRecord(_ path: String) throws(ProgramError) -> ClusterRecord? {
        try AtomicFile.read(path + "/cluster.json").flatMap { try? WireCoder.decode(ClusterRecord.self, from: $0) }
    }

    private static func holds(_ shards: [ShardState], _ sequences: [ShardSequence]) -> Bool {
        sequences.allSatisfy { sequence in
            shards.contains { $0.shard == sequence.shard && $0.acknowledged >= sequence.sequence }
        }
    }

    private static func write(_ value: some Encodable, to path: String) throws(ProgramError) {
        let bytes: [UInt8]
        do {
            bytes = try WireCoder.encode(value)
        } catch {
            throw .failed("\(path) cannot be written: \(error)")
        }
        try AtomicFile.write(bytes, to: path, isSynced: false)
    }
}
