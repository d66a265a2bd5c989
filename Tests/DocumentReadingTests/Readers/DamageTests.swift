import Compression
import DocumentReading
import Protocol
import Testing

/// Damaged files give what can still be read, and never end the program.
@Suite struct DamageTests {
    @Test(arguments: ["jsonl", "txt", "jsonl.gz", "jsonl.zst"], 0..<8 as Range<UInt64>)
    func `whatever bytes a file holds, reading ends and reports what it passed over`(suffix: String, seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let whole = try Array(Fixtures.bytes("articles.jsonl").prefix(20_000))
        for _ in 0..<12 {
            var bytes =
                suffix.hasSuffix("gz") ? Gzip.compress(whole) : suffix.hasSuffix("zst") ? Zstd.compress(whole) : whole
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(random.pick([0x0A, 0x22, 0x7B, 0x5C, 0x00, 0xFF]), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 50))
                }
            }
            let path = try folder.write("damaged." + suffix, bytes)
            let items = try readAll([path])
            #expect(!items.isEmpty)
            #expect(items.quarantined.allSatisfy { !$0.reason.isEmpty && $0.file == "damaged." + suffix })
            // Each item can be resumed behind.
            if let middle = items.dropFirst(items.count / 2).first, suffix == "jsonl" {
                let rest = try readAll([path], resumingAt: middle.next)
                #expect(rest == Array(items[(items.count / 2 + 1)...]))
            }
        }
    }
}
