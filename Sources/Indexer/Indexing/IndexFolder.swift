import Foundation
import Logging
import Protocol
import SearchIndex

/// The index folder of a shard, as it is found at the start: whole and agreeing with the journal, or built anew.
struct IndexFolder: Sendable {
    let path: String
    let journal: any Journal
    let settings: IndexSettings
    /// The journal's position before its epoch was raised and anything more was written.
    let positionBefore: JournalPosition
    /// An index of at most so many bytes is verified whole when it is taken up.
    let checkedByteCountMax: Int
    let logger: Logger

    /// An index that was taken up.
    struct Opened {
        var writer: IndexWriter
        var epoch: UInt64
        /// The index holds the journal's changes up to here.
        var published: UInt64
        /// Whether everything has to be indexed again.
        var isEmptied: Bool
    }

    /// The epoch to raise the journal's above, so that no generation's name is used twice; 0 where no index is.
    ///
    /// The names of the files are enough, so that it is known of a damaged index as well.
    var usedEpoch: UInt64 {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/generations")) ?? []
        return names.compactMap { GenerationName($0.replacing(".manifest", with: ""))?.epoch }.max() ?? 0
    }

    /// Takes up the index for an owner of `epoch`; one that is damaged or does not agree with the journal is removed, and
    /// the epoch raised.
    func open(epoch: UInt64) throws -> Opened {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let writer = try IndexWriter(folder: path, epoch: epoch, settings: settings)
            if let fault = disagreement(writer.generation) {
                throw IndexError(.damaged, path: path, reason: fault)
            }
            if let generation = writer.generation, generation.byteCount <= UInt64(checkedByteCountMax) {
                try IndexReader(folder: path, generation: generation.name).check()
            }
            return Opened(
                writer: writer, epoch: epoch, published: writer.generation?.through ?? 0, isEmptied: false)
        } catch let error as IndexError where error.meansRebuilding {
            return try rebuild(after: error, epoch: epoch)
        }
    }

    /// Where an index of another version of the format lies until the one made anew is on the disk: the program that wrote
    /// it can go on from there.
    private var setAsidePath: String { path + ".before" }

    /// Begins an empty index in the place of one that is of no use. One of another version of the format is set aside.
    func rebuild(after error: IndexError, epoch: UInt64) throws -> Opened {
        logger.notice(
            "the index is built anew from the journal", metadata: ["folder": "\(path)", "reason": "\(error)"])
        // The names of its generations may be known to workers; a new epoch gives none of them again.
        let raised = try journal.takeOver(above: max(epoch, usedEpoch))
        if FileManager.default.fileExists(atPath: path) {
            if error.code == .version {
                removeSetAside()
                try FileManager.default.moveItem(atPath: path, toPath: setAsidePath)
            } else {
                try FileManager.default.removeItem(atPath: path)
            }
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // Only now, so that a crash in between leaves a mark that no index reaches, and the same is done again.
        try journal.markIndexed(through: 0)
        let writer = try IndexWriter(folder: path, epoch: raised, settings: settings)
        return Opened(writer: writer, epoch: raised, published: 0, isEmptied: true)
    }

    /// Deletes the index that was set aside, if there is one. What cannot be deleted is in nobody's way.
    func removeSetAside() {
        guard FileManager.default.fileExists(atPath: setAsidePath) else { return }
        do {
            try FileManager.default.removeItem(atPath: setAsidePath)
            logger.info("the index of another version is deleted", metadata: ["folder": "\(setAsidePath)"])
        } catch {
            logger.warning("an index of another version cannot be deleted", metadata: ["reason": "\(error)"])
        }
    }

    /// Why an index cannot have come from the journal; nil where it can.
    private func disagreement(_ generation: Generation?) -> String? {
        let journal = positionBefore
        guard let generation else {
            return journal.indexedThrough == 0
                ? nil : "the index is gone, which held the journal up to \(journal.indexedThrough)"
        }
        if generation.name.epoch > journal.epoch {
            return "generation \(generation.name) is of a later epoch than the journal, which is in \(journal.epoch)"
        }
        if generation.through < journal.indexedThrough {
            return
                "generation \(generation.name) ends at \(generation.through), but \(journal.indexedThrough) was synced"
        }
        if generation.through > journal.acknowledged {
            return
                "generation \(generation.name) reaches \(generation.through), the journal \(journal.acknowledged) only"
        }
        return nil
    }
}

extension IndexError {
    /// Whether the index is of no use as it lies there, so that it has to be built anew.
    var meansRebuilding: Bool { code == .damaged || code == .missing || code == .version }
}
