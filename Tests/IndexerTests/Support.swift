import Foundation
import Hashing
import Logging
import Protocol

@testable import Indexer

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "timtin-indexer-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/journal.sqlite" }
}

/// SplitMix64: the same numbers for a seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

extension JournalRecord {
    /// A record whose content is a number.
    static func sample(_ id: String, content: Int = 0, byteCount: Int = 8) -> JournalRecord {
        let text = Array("\(content)".utf8)
        return JournalRecord(
            id: Array(id.utf8), contentHash: XXH3.hash128(text),
            document: text + [UInt8](repeating: 0x2e, count: max(0, byteCount - text.count)), original: nil)
    }
}

extension SQLiteJournal {
    /// A journal of the only shard, taken over.
    static func opened(
        _ path: String, byteCountMax: Int? = nil, batchLimits: BatchMemory.Limits = .init(),
        now: @escaping @Sendable () -> Int64 = { 1_000_000 }
    ) throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: path, byteCountMax: byteCountMax, batchLimits: batchLimits, now: now)
        try journal.establish(ShardIdentity(shard: 0, shards: 1))
        _ = try journal.takeOver(above: 0)
        return journal
    }

    /// Writes batches without names.
    func write(_ batches: [[JournalWrite]]) throws -> [BatchResult] { try write(batches.map { JournalBatch($0) }) }

    /// Puts one record.
    @discardableResult
    func put(_ record: JournalRecord) throws -> WriteOutcome {
        try write([[.put(record)]])[0].outcomes[0]
    }
}

/// The `RPCError` that `body` throws; nil when it throws none.
func rpcError(_ body: () throws -> Void) -> RPCErrorCode? {
    do {
        try body()
        return nil
    } catch {
        return (error as? RPCError)?.knownCode
    }
}

/// A logger that says nothing.
let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Asks again and again until a condition holds; the suite's time limit is the end of it.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
