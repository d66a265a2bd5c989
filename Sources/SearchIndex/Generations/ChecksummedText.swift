internal import Hashing

/// Small text files that end with a line `checksum` and the XXH3-64 of what stands before it.
enum ChecksummedText {
    private static let label = "checksum "

    static func encode(_ lines: [String]) -> [UInt8] {
        let text = Array(lines.map { $0 + "\n" }.joined().utf8)
        return text + Array("\(label)\(hexDigits(XXH3.hash64(text)))\n".utf8)
    }

    /// The lines before the checksum, which is verified.
    static func lines(of bytes: [UInt8], path: String) throws(IndexError) -> [String] {
        let lastCount = label.utf8.count + 17
        guard bytes.count >= lastCount else { throw IndexError(.damaged, path: path, reason: "it has no checksum") }
        let text = Array(bytes.dropLast(lastCount))
        guard Array(bytes.suffix(lastCount)) == Array("\(label)\(hexDigits(XXH3.hash64(text)))\n".utf8) else {
            throw IndexError(.damaged, path: path, reason: "the checksum differs")
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
