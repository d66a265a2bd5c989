/// How a file's bytes are packed, told from its first bytes and never from its name.
public enum CompressionFormat: String, Sendable, CaseIterable {
    /// Not compressed, as far as its first bytes tell.
    case plain
    /// Gzip (RFC 1952), one member or several.
    case gzip
    /// Zstandard (RFC 8878), one frame or several, skippable ones included.
    case zstd

    /// The number of first bytes that decide.
    public static let magicByteCount = 4

    /// The format of an input that begins with `bytes`.
    ///
    /// - Parameter bytes: the first four bytes, or all there are.
    public init(firstBytes bytes: Span<UInt8>) {
        if bytes.count >= 2, bytes[0] == 0x1F, bytes[1] == 0x8B {
            self = .gzip
        } else if bytes.count >= 4, Self.isZstd(bytes) {
            self = .zstd
        } else {
            self = .plain
        }
    }

    private static func isZstd(_ bytes: Span<UInt8>) -> Bool {
        let magic = UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16 | UInt32(bytes[3]) << 24
        // The second is the range of skippable frames, which tools like pzstd put first.
        return magic == 0xFD2F_B528 || magic & 0xFFFF_FFF0 == 0x184D_2A50
    }
}
