import ServiceSupport

/// Passes the lines of children on to standard error. Callable from any thread.
struct ChildOutput: Sendable {
    var terminal: Terminal
    /// The longest name, so that lines stand below one another.
    var nameWidth: Int
    /// Whether lines are passed on as they are, as JSON has to be.
    var isBare: Bool

    /// Writes one line of a child.
    func write(_ line: String, of name: String) { StandardStream.errors.write(text(line, of: name)) }

    func text(_ line: String, of name: String) -> String {
        guard !isBare else { return line + "\n" }
        let padding = String(repeating: " ", count: max(0, nameWidth - name.count))
        return terminal.styled(name + padding + " |", style(of: name)) + " \(line)\n"
    }

    private func style(of name: String) -> Terminal.Style {
        if name.hasPrefix("broker") { return .cyan }
        return name.hasPrefix("indexer") ? .green : .yellow
    }
}
