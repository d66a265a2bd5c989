/// Why bytes could not be compressed or decompressed.
public struct CompressionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case truncated, corrupt, tooLarge, readFailed }
        private let value: Value
        /// The input ended in the middle of a frame or member.
        public static let truncated = Code(value: .truncated)
        /// The input is not what its magic bytes promise, or a checksum differs.
        public static let corrupt = Code(value: .corrupt)
        /// The output would be larger than allowed, or needs more memory than allowed.
        public static let tooLarge = Code(value: .tooLarge)
        /// The operating system failed to read the input.
        public static let readFailed = Code(value: .readFailed)
        /// The code's name.
        public var description: String { value.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// Offset in the compressed input, in bytes, up to which it had been consumed when the failure showed.
    public var offset: Int
    /// What was found, in a sentence without the offset.
    public var reason: String

    /// An error with all its parts.
    public init(code: Code, offset: Int, reason: String) {
        self.code = code
        self.offset = offset
        self.reason = reason
    }

    /// The reason and the offset in one line.
    public var description: String { "\(reason) at byte \(offset) of the compressed input" }
}
