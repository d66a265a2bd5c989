import DocumentReading
import Protocol

/// What is written down of one watched file: how far it has come, and that it is done with.
struct FileRecord: Codable, Hashable, Sendable {
    /// The version of this file's form.
    static let currentVersion = 1

    var version = FileRecord.currentVersion
    /// The series of records that it belongs to; see ``WatchStore``.
    var series: String
    var folder: String
    var name: String
    /// The file as it was when it was claimed; what it says of another content is of no use.
    var stamp: FileStamp
    /// Everything before this is acknowledged or in the quarantine file; nil before anything is.
    var position: ReadPosition?
    var isDone = false
    /// Whether nothing of it could be read.
    var isUnreadable = false
    /// How much of the file's quarantine belongs to what lies before the position.
    var quarantineByteCount: UInt64 = 0

    init(series: String, file: WatchedFile) {
        self.series = series
        folder = file.folder
        name = file.name
        stamp = file.stamp
    }

    /// Whether it is of this very content and of the current series.
    func isOf(_ file: WatchedFile, series: String) -> Bool {
        guard version == Self.currentVersion, series == self.series, folder.utf8.elementsEqual(file.folder.utf8),
            name.utf8.elementsEqual(file.name.utf8)
        else { return false }
        return isUnreadable ? stamp == file.stamp : stamp.hasContent(of: file.stamp)
    }
}
