import Foundation
import Protocol
import ServiceSupport

/// One line of a file of queries.
struct BenchLine: Codable, Equatable {
    var query: String
    var tags: [String]?

    /// What is asked: the query, with the signs that its tags stand for. Words of `fuzzy` queries may be nearly written so,
    /// the last word of a `prefix` query is a beginning.
    var text: String {
        let words = query.split(separator: " ")
        switch tags?.first {
        case "fuzzy": return words.map { $0 + "~" }.joined(separator: " ")
        case "prefix": return words.joined(separator: " ") + "*"
        default: return query
        }
    }

    /// The lines of a file.
    ///
    /// - Throws: ``ProgramError`` that names file and line.
    static func read(_ file: String) throws(ProgramError) -> [BenchLine] {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw .failed("\(file) cannot be read: is it there, and may you read it?")
        }
        var lines: [BenchLine] = []
        let split = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in split.enumerated() where !line.isEmpty {
            do {
                lines.append(try WireCoder.decode(BenchLine.self, from: Array(line)))
            } catch {
                throw .failed("\(file), line \(index + 1) is no query such as {\"query\": \"lũ quét\", \"tags\": []}")
            }
        }
        return lines
    }
}
