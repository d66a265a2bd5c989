/// Where reading can be taken up again: behind everything that was read so far.
///
/// Stored in checkpoints. It names files relative to the input that they belong to, so that a folder mounted elsewhere
/// is recognised as long as the input is given by the same words.
public struct ReadPosition: Codable, Hashable, Sendable {
    /// The input as it was given: a file, a folder, or `-` for standard input.
    public var input: String
    /// The file relative to the folder that was given; the name of the file when a file was given; `-` for standard input.
    public var file: String
    /// Bytes of the decompressed file that are done with; the next item begins here.
    public var offset: UInt64
    /// The number of the next line, counted from 1.
    public var line: Int
    /// Whether the file is done with: reading goes on with the next one.
    public var isFileDone: Bool

    /// Creates a position; without an offset, the beginning of a file.
    public init(input: String, file: String, offset: UInt64 = 0, line: Int = 1, isFileDone: Bool = false) {
        self.input = input
        self.file = file
        self.offset = offset
        self.line = line
        self.isFileDone = isFileDone
    }
}
