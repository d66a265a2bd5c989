import Compression
import Foundation
import Testing

@Suite struct `Streamed decompression` {
    private let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    private func read(_ bytes: [UInt8], chunk: Int = 1 << 18) throws -> [UInt8] {
        let reader = try DecompressingReader(bytes: bytes, chunkByteCount: chunk)
        var result: [UInt8] = []
        while let piece = try reader.next() {
            #expect(!piece.isEmpty && piece.count <= chunk)
            result += piece
        }
        #expect(reader.compressedOffset == bytes.count)
        return result
    }

    @Test(arguments: [16, 17, 1000, 1 << 18])
    func `every format gives back its content, whatever the chunk`(chunk: Int) throws {
        #expect(try read(content, chunk: chunk) == content)
        #expect(try read(Zstd.compress(content), chunk: chunk) == content)
        #expect(try read(Gzip.compress(content), chunk: chunk) == content)
    }

    @Test(arguments: [16, 1 << 18])
    func `members and frames in a row are one content`(chunk: Int) throws {
        let empty: [UInt8] = []
        let frames = Zstd.compress(content) + Zstd.compress(empty) + Zstd.compress(content)
        #expect(try read(frames, chunk: chunk) == content + content)
        let members = Gzip.compress(content) + Gzip.compress(empty) + Gzip.compress(content)
        #expect(try read(members + [0, 0, 0], chunk: chunk) == content + content)
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
        #expect(try read(skippable + Zstd.compress(content), chunk: chunk) == content)
    }

    @Test func `inputs shorter than any magic are plain`() throws {
        for count in 0..<4 { #expect(try read(Array(content.prefix(count))) == Array(content.prefix(count))) }
    }

    @Test func `a cut input gives what came before and says where it ended`() throws {
        for packed in [Zstd.compress(content), Gzip.compress(content)] {
            for count in stride(from: 4, to: packed.count, by: 97) {
                let error = #expect(throws: CompressionError.self) { try read(Array(packed.prefix(count))) }
                #expect(error?.code == .truncated)
                #expect(error?.offset == count)
            }
        }
    }

    @Test func `bytes that are no frame after a frame are an error with their offset`() throws {
        let member = Gzip.compress(content)
        let error = #expect(throws: CompressionError.self) { try read(member + Array("rest".utf8)) }
        #expect(error?.code == .corrupt)
        #expect((error?.offset ?? 0) >= member.count)
    }

    @Test func `a file descriptor is read from where it stands`() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "compression-\(UUID()).zst")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data([1, 2, 3] + Zstd.compress(content)).write(to: url)
        let handle = try FileHandle(forReadingFrom: url)
        try handle.seek(toOffset: 3)
        let reader = try DecompressingReader(fileDescriptor: handle.fileDescriptor, chunkByteCount: 100)
        var result: [UInt8] = []
        while let piece = try reader.next() { result += piece }
        #expect(result == content)
        #expect(reader.format == .zstd)
    }

    @Test func `a descriptor that cannot be read says so`() {
        #expect(throws: CompressionError.self) { try DecompressingReader(fileDescriptor: -1) }
    }
}

@Suite struct `Compression in one call` {
    @Test func `a frame gives back its content within its bound`() throws {
        for count in [0, 1, 15, 16_384] {
            let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            #expect(try Zstd.decompress(Zstd.compress(content), byteCountMax: count) == content)
        }
    }

    @Test func `a content above the bound is refused`() {
        let frame = Zstd.compress([UInt8](repeating: 7, count: 1_000_000))
        let error = #expect(throws: CompressionError.self) { try Zstd.decompress(frame, byteCountMax: 999_999) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `a damaged frame throws`() {
        let frame = Zstd.compress((0..<5000).map { UInt8(truncatingIfNeeded: $0) })
        for count in 0..<frame.count {
            #expect(throws: CompressionError.self) {
                try Zstd.decompress(Array(frame.prefix(count)), byteCountMax: 5000)
            }
        }
    }
}
