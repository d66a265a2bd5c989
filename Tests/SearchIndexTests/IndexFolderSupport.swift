import Foundation
import SearchIndex

extension TemporaryFolder {
    /// Puts other bytes in the place of a file, which whoever has mapped it does not notice.
    func replace(_ name: String, by bytes: [UInt8]) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        try write(bytes, to: name)
    }

    /// The only file whose name ends so.
    func file(endingWith suffix: String) throws -> String {
        let names = try files().filter { $0.hasSuffix(suffix) }
        guard names.count == 1 else { throw CocoaError(.fileNoSuchFile) }
        return names[0]
    }
}

extension RandomDocuments {
    /// Changes that put documents of these numbers.
    mutating func puts(_ numbers: Range<Int>, wordCountMax: Int = 30) -> [IndexChange] {
        numbers.map { .put(document($0, wordCountMax: wordCountMax)) }
    }

    /// The id of the document of a number.
    static func id(_ number: Int) -> [UInt8] { Array("tài-liệu-\(number)".utf8) }
}

extension IndexReader {
    /// All that queries say of an index, but for the places of documents.
    func answers(to queries: [Query]) throws -> [[String]] {
        try queries.map { query in
            try search(query, options: SearchOptions(size: 50)).hits.map { hit in
                "\(String(decoding: hit.id, as: UTF8.self)) \(hit.score) \(try stored(hit.address).count)"
            }
        }
    }
}
