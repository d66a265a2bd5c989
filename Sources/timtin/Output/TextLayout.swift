import ServiceSupport

/// A text of which some scalars are marked, to be laid out in columns.
struct MarkedText: Hashable {
    var scalars: [Unicode.Scalar]
    var isMarked: [Bool]

    /// A text without marks.
    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        isMarked = Array(repeating: false, count: scalars.count)
    }

    /// A text with marks as replies give them: `[start, end]` in Unicode scalars. What lies outside counts for nothing.
    init(_ text: String, highlights: [[Int]]) {
        self.init(text)
        for range in highlights where range.count == 2 {
            for index in max(0, range[0])..<max(0, range[0], min(range[1], scalars.count)) where index < scalars.count {
                isMarked[index] = true
            }
        }
    }

    /// The lines of the text, each of at most `width` columns unless a word is longer, with `indent` before each.
    func lines(width: Int, indent: String = "", style: Terminal.Style? = nil, on terminal: Terminal) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        let room = max(20, width - indent.count)
        for word in words() {
            let text = render(word, style: style, on: terminal)
            let count = Self.columns(of: word.map { scalars[$0] })
            if columns > 0, columns + 1 + count > room {
                lines.append(indent + line)
                line = ""
                columns = 0
            }
            line += columns > 0 ? " " + text : text
            columns += columns > 0 ? count + 1 : count
        }
        if columns > 0 { lines.append(indent + line) }
        return lines
    }

    /// The places of the scalars of each word: what stands between white space.
    private func words() -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (index, scalar) in scalars.enumerated() {
            let isSpace = scalar.properties.isWhitespace && scalar != "\u{A0}"
            if isSpace, let first = start {
                words.append(first..<index)
                start = nil
            } else if !isSpace, start == nil {
                start = index
            }
        }
        if let start { words.append(start..<scalars.count) }
        return words
    }

    private func render(_ word: Range<Int>, style: Terminal.Style?, on terminal: Terminal) -> String {
        var result = ""
        var run = String.UnicodeScalarView()
        var runIsMarked = false
        func finish() {
            guard !run.isEmpty else { return }
            let text = String(run)
            if runIsMarked {
                result += terminal.styled(text, .match)
            } else {
                result += style.map { terminal.styled(text, $0) } ?? text
            }
            run = String.UnicodeScalarView()
        }
        for index in word {
            if isMarked[index] != runIsMarked {
                finish()
                runIsMarked = isMarked[index]
            }
            run.append(Self.isSafe(scalars[index]) ? scalars[index] : "\u{FFFD}")
        }
        finish()
        return result
    }

    /// Whether a scalar may be written to a terminal: control characters of a document must not steer it.
    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        return category != .control && scalar != "\u{202E}" && scalar != "\u{202D}"
    }

    private static func columns(of scalars: [Unicode.Scalar]) -> Int {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).count
    }
}

/// Rows of cells in columns as wide as their widest cell.
struct TextTable {
    enum Alignment { case left, right }

    var headings: [String]
    var alignments: [Alignment]
    var rows: [[String]] = []

    /// Creates a table from its columns.
    init(_ columns: [(heading: String, alignment: Alignment)]) {
        headings = columns.map(\.heading)
        alignments = columns.map(\.alignment)
    }

    /// The lines of the table: headings, then rows; two blanks between columns and none at the end of a line.
    func lines(on terminal: Terminal) -> [String] {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        let heading = terminal.styled(line(headings, widths), .faint)
        return [heading] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            if column > 0 { line += "  " }
            line += alignments[column] == .right ? padding + cell : cell + padding
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
