import Foundation

@testable import SearchIndex

/// Sections as they lie in a segment file: mapped, with 64 bytes behind each. With these the last page ends, so that a read
/// beyond does not go unseen.
struct MappedSections {
    private let folder: TemporaryFolder
    private var count = 0

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A buffer for a section.
    mutating func buffer() -> SectionBuffer {
        count += 1
        return SectionBuffer(path: folder.path + "/section\(count).partial")
    }

    /// The bytes of a section that was written.
    mutating func bytes(_ section: SectionBuffer) throws -> [UInt8] {
        count += 1
        let path = folder.path + "/bytes\(count)"
        var section = section
        let file = try OutputFile(path: path)
        try section.move(to: file)
        file.close()
        return try FileSystem.read(path)
    }

    /// A section of these bytes; `slack` fills what lies behind.
    mutating func view(_ bytes: [UInt8], name: String = "terms", slack: UInt8 = 0) throws -> ByteView {
        count += 1
        let path = folder.path + "/view\(count)"
        let start = -(bytes.count + 64) & 4095
        let before = [UInt8](repeating: slack, count: start)
        try FileSystem.write(before + bytes + [UInt8](repeating: slack, count: 64), to: path)
        defer { try? FileSystem.remove(path) }
        return try Mapping(path: path).bytes.slice(start, bytes.count, section: name)
    }
}
