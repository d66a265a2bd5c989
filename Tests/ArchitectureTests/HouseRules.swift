import Foundation

/// The rules of this house that a compiler does not check, each a function of one file's text.
enum HouseRules {
    /// A breach of a rule, as `line: what`.
    typealias Breach = String

    /// Longer files are drawers: one type or one aspect of it fits in far fewer lines.
    static let lineCountMax = 500

    static func overlong(_ text: String) -> [Breach] {
        let count = lines(of: text).count
        return count > lineCountMax ? ["\(count) lines, at most \(lineCountMax)"] : []
    }

    /// Promises to finish later belong into the issue tracker. The words are put together here, as are the paths below,
    /// so that this file does not break its own rules.
    static func unfinished(_ text: String) -> [Breach] {
        let promises = [["TO", "DO"], ["FIX", "ME"]].map { $0.joined() }
        return breaches(in: text) { line in promises.contains { line.contains($0) } }
    }

    /// Paths of one machine.
    static func machinePaths(_ text: String) -> [Breach] {
        let paths = ["work", "tmp", "home", "root"].map { "/\($0)/" }
        return breaches(in: text) { line in
            paths.contains { path in
                guard let range = line.range(of: path) else { return false }
                // `src/work/` or `https://host/home/` is no path from the root of a machine.
                let before = line[..<range.lowerBound].last
                return before.map { !$0.isLetter && !$0.isNumber && !"._-*}/".contains($0) } ?? true
            }
        }
    }

    /// A library that prints decides for its caller; only executables speak to people.
    static func prints(_ text: String) -> [Breach] {
        breaches(in: text) { line in
            guard !isComment(line), let range = line.range(of: "print(") else { return false }
            let before = line[..<range.lowerBound].last
            return before.map { !$0.isLetter && !$0.isNumber && $0 != "." && $0 != "_" } ?? true
        }
    }

    /// What the compiler cannot check is justified on the line above.
    static func unjustified(_ text: String) -> [Breach] {
        let all = lines(of: text)
        return all.indices.filter { index in
            guard !isComment(all[index]) else { return false }
            // Both replace the compiler's word by the author's.
            guard ["@unchecked Sendable", "try! "].contains(where: all[index].contains) else { return false }
            return index == 0 || !isComment(all[index - 1])
        }
        .map { describe(all[$0], at: $0) }
    }

    /// Whether a file is the main one of a module, which opens with `// Module: what it is`.
    static func introduces(_ module: String, _ text: String) -> Bool {
        text.hasPrefix("// \(module): ")
    }

    private static func breaches(in text: String, where isBreach: (Substring) -> Bool) -> [Breach] {
        lines(of: text).enumerated().filter { isBreach($0.element) }.map { describe($0.element, at: $0.offset) }
    }

    private static func describe(_ line: Substring, at index: Int) -> Breach {
        "\(index + 1): \(line.trimmingCharacters(in: .whitespaces))"
    }

    private static func lines(of text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func isComment(_ line: Substring) -> Bool {
        let code = line.drop { $0 == " " }
        return code.hasPrefix("//") || code.hasPrefix("/*")
    }
}
