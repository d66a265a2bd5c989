// DocumentReadingTests: pages, lines, bytes and folders, and the documents that have to come out of them.

import Foundation
import Protocol

/// The files beside these tests.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    /// The fifty articles, in the order of the file.
    static func articles() throws -> [Article] {
        try bytes("articles.jsonl").split(separator: 0x0A).map { line in
            try JSONDecoder().decode(Article.self, from: Data(line))
        }
    }
}

/// An article as the corpus has it: paragraphs and captions are lines of one text.
struct Article: Decodable, Sendable {
    var id: String
    var title: String
    var lead: String
    var body: String
    var captions: String

    var paragraphs: [String] { body.split(separator: "\n").map(String.init) }
    var captionList: [String] { captions.split(separator: "\n").map(String.init) }
}
