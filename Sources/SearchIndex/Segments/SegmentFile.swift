internal import Hashing

/// Puts the sections of a segment together into a file.
///
/// The file is written aside; `SegmentFile.place(_:as:)` gives it its name.
struct SegmentFile {
    /// At least so many bytes of the file follow every section.
    static let paddingByteCountMin = 64

    /// The file that is written.
    let path: String
    /// All sections, by kind.
    private var sections: [SectionBuffer]

    /// - Parameters:
    ///   - path: Where to write; the path has to end with the suffix of partial files.
    ///   - spillByteCount: How many bytes of a section stay in memory.
    init(path: String, spillByteCount: Int) {
        self.path = path
        sections = SectionKind.allCases.map { kind in
            SectionBuffer(path: path + ".\(kind.name)" + FileSystem.partialSuffix, spillByteCount: spillByteCount)
        }
    }

    /// The buffer of a section: taken out to be written to, and put back.
    subscript(kind: SectionKind) -> SectionBuffer {
        get { sections[Int(kind.rawValue) - 1] }
        set { sections[Int(kind.rawValue) - 1] = newValue }
    }

    /// Writes header and sections.
    ///
    /// - Parameter header: The header but for the sections.
    /// - Returns: The name for the content.
    mutating func finish(_ header: SegmentHeader) throws(IndexError) -> Hash128 {
        var header = header
        let file = try OutputFile(path: path)
        try file.write([UInt8](repeating: 0, count: SegmentHeader.byteCount))
        for kind in SectionKind.allCases {
            header[kind].offset = UInt64(file.count)
            header[kind].byteCount = UInt64(self[kind].count)
            try self[kind].move(to: file)
            // Sections begin at multiples of 64 bytes, so that tables do not straddle cache lines, and 64 bytes follow each,
            // so that reading a whole vector at its end stays inside the file.
            try file.write([UInt8](repeating: 0, count: Self.paddingByteCountMin + (-file.count & 63)))
        }
        let bytes = try Mapping(path: path).bytes
        for kind in SectionKind.allCases {
            let section = header[kind]
            header[kind].checksum = try bytes.slice(Int(section.offset), Int(section.byteCount))
                .withSpan { XXH3.hash64($0) }
        }
        let encoded = header.encoded()
        try file.overwrite(encoded, at: 0)
        file.close()
        return XXH3.hash128(encoded)
    }
}
