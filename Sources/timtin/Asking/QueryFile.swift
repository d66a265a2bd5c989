import Foundation
import Protocol
import ServiceSupport

/// One query of a file.
struct NamedQuery: Hashable, Sendable {
    /// The line's `_id`, or its number.
    var id: String
    var text: String
    var syntax: QuerySyntax
}

/// Files of queries: a JSON object a line with `text` (plain words) or `query` (with operators), and maybe `_id`.
enum QueryFile {
    /// Reads a file; `-` stands for standard input.
    ///
    /// - Parameter takesPlainLines: Whether a line that does not begin with a brace is a query as it stands.
    /// - Throws: ``ProgramError`` that names file and line.
    static func read(_ path: String, takesPlainLines: Bool = false) throws(ProgramError) -> [NamedQuery] {
        let content: Data?
        if path == "-" {
            content = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            content = FileManager.default.contents(atPath: path)
        }
        guard let content else { throw .usage("cannot read \(path): is it there, and may you read it?") }
        return try queries(in: [UInt8](content), of: path, takesPlainLines: takesPlainLines)
    }

    /// The queries of a file's content. Blank lines are passed over, and counted.
    static func queries(
        in content: [UInt8], of path: String, takesPlainLines: Bool = false
    ) throws(ProgramError) -> [NamedQuery] {
        var queries: [NamedQuery] = []
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= UInt8(ascii: " ") }) {
            if takesPlainLines, line.first(where: { $0 > UInt8(ascii: " ") }) != UInt8(ascii: "{") {
                let text = String(decoding: line.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
                queries.append(NamedQuery(id: String(index + 1), text: text, syntax: .query))
                continue
            }
            let place = "\(path), line \(index + 1)"
            let members: [String: JSONValue]
            do {
                members = try WireCoder.decode([String: JSONValue].self, from: Array(line))
            } catch {
                throw .usage("\(place) is no JSON object")
            }
            queries.append(try query(of: members, number: index + 1, place: place))
        }
        return queries
    }

    private static func query(
        of members: [String: JSONValue], number: Int, place: String
    ) throws(ProgramError) -> NamedQuery {
        let id: String
        switch members["_id"] {
        case .string(let text): id = text
        case .integer(let value): id = String(value)
        case nil: id = String(number)
        default: throw .usage("\(place): \"_id\" has to be a text or a number")
        }
        for (key, syntax) in [("query", QuerySyntax.query), ("text", .words)] {
            guard let value = members[key] else { continue }
            guard case .string(let text) = value else { throw .usage("\(place): \"\(key)\" has to be a text") }
            return NamedQuery(id: id, text: text, syntax: syntax)
        }
        throw .usage("\(place) has neither \"text\" nor \"query\"")
    }
}
