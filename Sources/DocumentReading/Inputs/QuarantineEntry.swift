/// One thing that could not be read, and why: one line of the quarantine file (JSON lines).
public struct QuarantineEntry: Codable, Hashable, Sendable, Error {
    /// The file, relative to the folder that was ingested.
    public var file: String
    /// Where in the decompressed file the trouble lies, in bytes.
    public var offset: UInt64
    /// The line, counted from 1; absent where the file is not read by lines.
    public var line: Int?
    /// JSON pointer (RFC 6901) to the value at fault; absent where no single value is.
    public var pointer: String?
    /// What is wrong, in a sentence for people.
    public var reason: String
    /// The beginning of what could not be read, with U+FFFD for what is no text; at most ``excerptCountMax`` scalars.
    public var excerpt: String

    /// The length that an excerpt is cut to, in Unicode scalars.
    public static let excerptCountMax = 160

    /// Creates an entry.
    public init(
        file: String, offset: UInt64, line: Int? = nil, pointer: String? = nil, reason: String, excerpt: String = ""
    ) {
        self.file = file
        self.offset = offset
        self.line = line
        self.pointer = pointer
        self.reason = reason
        self.excerpt = excerpt
    }
}

extension QuarantineEntry {
    /// The beginning of some bytes as text that is safe to print: control characters become spaces.
    static func excerpt(of bytes: ArraySlice<UInt8>, encoding: TextEncoding = .utf8) -> String {
        let text = TextDecoder.decode(bytes.prefix(excerptCountMax * 4), as: encoding).text
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(excerptCountMax) {
            scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(scalars)
    }
}
