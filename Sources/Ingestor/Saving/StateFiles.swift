import DocumentReading
import Foundation
import Protocol
import ServiceSupport

/// The files that an ingest leaves: `KEY.checkpoint.json` while it is not finished, `KEY.quarantine.jsonl` when
/// something could not be read, `KEY.lock` while it runs. One thread at a time.
struct StateFiles: Sendable {
    let folder: String
    /// What stands for the cluster: the same for all that feed it.
    let cluster: String
    /// 16 hexadecimal digits that stand for cluster and inputs.
    let key: String
    /// Whether progress is kept at all; standard input is not unless a folder was named.
    let keepsCheckpoint: Bool

    init(folder: String, cluster: String, inputs: [String], keepsCheckpoint: Bool) {
        self.folder = folder
        self.cluster = cluster
        let digits = String(ShardRouting.hash(([cluster] + inputs).joined(separator: "\0").utf8), radix: 16)
        key = String(repeating: "0", count: 16 - digits.count) + digits
        self.keepsCheckpoint = keepsCheckpoint
    }

    /// Where state lies when nobody says where: in the user's folder for it (XDG), else beside temporary files.
    static func defaultFolder(environment: [String: String] = ProcessEnvironment.current) -> String {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let state = value("XDG_STATE_HOME") { return state + "/timtin/ingest" }
        if let home = value("HOME") { return home + "/.local/state/timtin/ingest" }
        return NSTemporaryDirectory() + "timtin-ingest"
    }

    /// Where the state of a watched folder lies, for all ingestors that watch it for this cluster.
    func watchPath(_ watched: String) -> String {
        "\(folder)/\(StateFiles(folder: folder, cluster: cluster, inputs: [watched], keepsCheckpoint: true).key).watch"
    }

    var checkpointPath: String { "\(folder)/\(key).checkpoint.json" }
    var quarantinePath: String { "\(folder)/\(key).quarantine.jsonl" }

    /// Takes the right to write these files.
    ///
    /// - Throws: ``ProgramError`` when another ingest of the same inputs runs.
    func lock() throws(ProgramError) -> FileLock {
        try AtomicFile.makeFolder(folder)
        guard let lock = try FileLock.take("\(folder)/\(key).lock") else {
            throw .failed("another ingest of these inputs into this cluster is running, with its state in \(folder)")
        }
        return lock
    }

    /// The checkpoint of an ingest that did not finish; nil where there is none, or none that can be read.
    func loadCheckpoint() throws(ProgramError) -> Checkpoint? {
        guard keepsCheckpoint, let bytes = try AtomicFile.read(checkpointPath) else { return nil }
        return try? WireCoder.decode(Checkpoint.self, from: bytes)
    }

    /// Brings the quarantine file to where a checkpoint says, or removes it where there is no checkpoint.
    func begin(at checkpoint: Checkpoint?) {
        QuarantineFile(path: quarantinePath).cut(to: checkpoint?.quarantineByteCount ?? 0)
    }

    /// Appends what was quarantined, then writes the checkpoint.
    ///
    /// - Throws: ``ProgramError`` that names the file.
    func save(_ checkpoint: Checkpoint, quarantined lines: [UInt8]) throws(ProgramError) {
        if !lines.isEmpty {
            let offset = checkpoint.quarantineByteCount - UInt64(lines.count)
            try QuarantineFile(path: quarantinePath).append(lines, at: offset)
        }
        guard keepsCheckpoint else { return }
        let bytes: [UInt8]
        do {
            bytes = try WireCoder.encode(checkpoint)
        } catch {
            throw .failed("the checkpoint cannot be written: \(error)")
        }
        try AtomicFile.write(bytes, to: checkpointPath)
    }

    /// Everything is in: the next run begins anew.
    func finish() { try? FileManager.default.removeItem(atPath: checkpointPath) }
}
