import Foundation

/// The files below a folder that can be read as documents, as they are at one moment. No file is opened.
public struct FolderListing: Sendable {
    /// A file of a folder.
    public struct File: Hashable, Sendable {
        /// Relative to the folder.
        public var name: String
        public var stamp: FileStamp

        /// Creates a file.
        public init(name: String, stamp: FileStamp) {
            self.name = name
            self.stamp = stamp
        }
    }

    /// In the order in which the folder would be read.
    public private(set) var files: [File] = []
    /// What could not be looked at, as a folder without rights: name and reason.
    public private(set) var failures: [String: String] = [:]

    /// Walks through a folder, links followed. Hidden files and folders are left out, and those whose names say that
    /// they are not finished or a copy: `~` at either end, `#` at the beginning, `.part`, `.tmp` and the like at the
    /// end.
    public init(of folder: String) {
        var walker = FolderWalker(root: folder)
        while let found = walker.next() {
            switch found {
            case .failed(let name, let reason):
                // What went away between two looks of ours, and a link that leads nowhere, is just not there.
                if reason != SystemError(code: ENOENT).description { failures[name] = reason }
            case .file(_, let name, let status):
                guard FileFormat(name: name) != .unknown, !Self.isUnfinished(name) else { continue }
                files.append(File(name: name, stamp: status.stamp))
            }
        }
    }

    /// Whether a name, or that of a folder in it, is one that programs give to what is not finished.
    static func isUnfinished(_ name: String) -> Bool {
        name.split(separator: "/").contains { part in
            part.hasPrefix("~") || part.hasPrefix("#") || part.hasSuffix("~")
                || [".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload"].contains {
                    part.lowercased().hasSuffix($0)
                }
        }
    }
}
