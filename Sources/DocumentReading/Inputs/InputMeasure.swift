/// How much there is to read, for progress and the time that is left.
public struct InputMeasure: Hashable, Sendable {
    /// Files that will be read.
    public var fileCount = 0
    /// Their bytes as they lie on the disk.
    public var byteCount: UInt64 = 0
    /// Whether standard input or a pipe is among the inputs, whose length nobody knows.
    public var isOpenEnded = false

    /// Walks through the inputs without opening a file. What cannot be looked at is not counted.
    public init(inputs: [String]) {
        for input in inputs {
            guard input != "-", let status = try? FileStatus(path: input) else {
                isOpenEnded = isOpenEnded || input == "-"
                continue
            }
            switch status.kind {
            case .folder: add(folder: input)
            case .file: add(status)
            case .other: isOpenEnded = true
            }
        }
    }

    private mutating func add(folder: String) {
        var walker = FolderWalker(root: folder)
        while let found = walker.next() {
            guard case .file(_, let name, let status) = found, FileFormat(name: name) != .unknown else { continue }
            add(status)
        }
    }

    private mutating func add(_ status: FileStatus) {
        fileCount += 1
        byteCount += status.byteCount
    }
}
