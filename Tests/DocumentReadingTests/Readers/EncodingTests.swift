import Compression
import DocumentReading
import Foundation
import Protocol
import Testing

/// The same content in every packing and encoding gives the same documents.
@Suite struct EncodingTests {
    private static let line = #"{"id":"lào-cai","title":"Mường Khương","body":"Ảnh đẹp 😀."}"#
    private static let lines = line + "\n" + #"{"id":"2","title":"Hai"}"# + "\n"
    private static let page = "Mường Khương\n\nĐoạn một.\n\nĐoạn hai.\n"

    private static let encodings: [(name: String, encode: @Sendable (String) -> [UInt8])] = [
        ("UTF-8", { Array($0.utf8) }),
        ("UTF-8 with a mark", { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
        ("UTF-16 LE", { utf16($0, isLittleEndian: true) }),
        ("UTF-16 BE", { utf16($0, isLittleEndian: false) }),
        ("UTF-16 LE without a mark", { utf16($0, isLittleEndian: true, hasMark: false) }),
        ("UTF-16 BE without a mark", { utf16($0, isLittleEndian: false, hasMark: false) }),
        (
            "CR LF",
            { Array($0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8) }
        ),
        ("CR", { Array($0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r").utf8) }),
    ]

    private static let packings: [(name: String, pack: @Sendable ([UInt8]) -> [UInt8])] = [
        ("", { $0 }), (".gz", { Gzip.compress($0) }), (".zst", { Zstd.compress($0) }),
        // Members and frames in a row are one content, wherever the cut lies.
        (".gz", { Gzip.compress(Array($0[..<30])) + Gzip.compress(Array($0[30...])) }),
        (".zst", { Zstd.compress(Array($0[..<31])) + Zstd.compress(Array($0[31...])) }),
    ]

    @Test(arguments: encodings.indices, packings.indices)
    func `lines and pages read the same in every encoding and packing`(encoding: Int, packing: Int) throws {
        let (name, encode) = Self.encodings[encoding]
        let (suffix, pack) = Self.packings[packing]
        let comment = Comment(rawValue: "\(name) \(suffix)")
        let folder = try TemporaryFolder()
        let plain = try readAll([folder.write("plain/a.jsonl", Self.lines), folder.write("plain/a.txt", Self.page)])
            .documents
        try #require(plain.count == 3)
        let lines = try readAll([folder.write("a.jsonl" + suffix, pack(encode(Self.lines)))])
        #expect(lines.quarantined.isEmpty, comment)
        #expect(lines.documents.map(\.id) == ["lào-cai", "2"], comment)
        #expect(lines.documents.map(\.fingerprint) == plain.prefix(2).map(\.fingerprint), comment)
        let pages = try readAll([folder.write("a.txt" + suffix, pack(encode(Self.page)))])
        #expect(pages.quarantined.isEmpty, comment)
        #expect(pages.documents.map(\.fingerprint) == [plain[2].fingerprint], comment)
    }

    @Test func `composed and decomposed text stay as they are, and are two documents`() throws {
        let composed = "Mường Khương".precomposedStringWithCanonicalMapping
        let decomposed = composed.decomposedStringWithCanonicalMapping
        let folder = try TemporaryFolder()
        let lines = [composed, decomposed].map { #"{"id":"\#($0)","title":"\#($0)"}"# }.joined(separator: "\n")
        let documents = try readAll([folder.write("a.jsonl", lines)]).documents
        try #require(documents.count == 2)
        for (document, expected) in zip(documents, [composed, decomposed]) {
            #expect(Array(document.id.utf8) == Array(expected.utf8))
            #expect(Array(document.title.utf8) == Array(expected.utf8))
        }
        #expect(documents[0].fingerprint != documents[1].fingerprint)
    }

    @Test func `file names of the same letters in other bytes are other files`() throws {
        let composed = "mường.txt".precomposedStringWithCanonicalMapping
        let folder = try TemporaryFolder()
        try folder.write(composed, "Một\n\nHai.\n")
        try folder.write(composed.decomposedStringWithCanonicalMapping, "Một\n\nHai.\n")
        let documents = try readAll([folder.path]).documents
        #expect(documents.count == 2)
        #expect(Set(documents.map { Array($0.source.utf8) }).count == 2)
        #expect(Set(documents.map(\.id)).count == 2)
    }

    @Test func `a page with a few damaged bytes is read with a note`() throws {
        let folder = try TemporaryFolder()
        let bytes = Array("Mường Khương\n\nĐoạn một ".utf8) + [0xFF] + Array(".\n\nĐoạn hai.\n".utf8)
        let document = try #require(try readAll([folder.write("a.txt", bytes)]).documents.first)
        #expect(document.lead == "Đoạn một \u{FFFD}.")
        let offset = Array("Mường Khương\n\nĐoạn một ".utf8).count
        #expect(
            document.extra["invalidBytes"]
                == .object(["count": .integer(1), "firstOffset": .integer(Int64(offset))]))
    }

    @Test func `zero-width characters inside text stay, and at its ends go`() throws {
        let folder = try TemporaryFolder()
        let document = try #require(
            try readAll([folder.write("a.txt", "\u{FEFF}\u{200B}Mường\u{200B} Khương\u{200B}\n\u{200B}\nMột.\nHai.\n")])
                .documents.first)
        #expect(Array(document.title.utf8) == Array("Mường\u{200B} Khương".utf8))
        #expect(document.lead == "Một.")
    }
}
