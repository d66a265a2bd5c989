import ServiceSupport

/// Shows progress on standard error: one line redrawn on a terminal, a line now and then elsewhere. For one task.
struct ProgressDisplay {
    private let terminal: Terminal
    private let stream: StandardStream
    private let interval: Duration
    private let isQuiet: Bool
    /// Whether a line that says the same as the one before is left out, as where there may be nothing to do for days.
    private let isOnNewsOnly: Bool
    private var lastLine = Duration.zero
    private var lastTotals = IngestTotals()
    private var isDrawn = false

    init(
        terminal: Terminal, interval: Duration, isQuiet: Bool, isOnNewsOnly: Bool = false,
        stream: StandardStream = .errors
    ) {
        self.isOnNewsOnly = isOnNewsOnly
        self.terminal = terminal
        self.stream = stream
        self.interval = interval
        self.isQuiet = isQuiet
    }

    /// Shows how far it is, where it is time to.
    mutating func show(_ progress: IngestProgress) {
        guard !isQuiet else { return }
        if terminal.isInteractive {
            stream.write("\r\u{1B}[K" + progress.line(width: terminal.width))
            isDrawn = true
        } else if progress.elapsed - lastLine >= interval {
            lastLine = progress.elapsed
            guard !isOnNewsOnly || progress.totals != lastTotals || progress.trouble != nil else { return }
            lastTotals = progress.totals
            stream.write(progress.line + "\n")
        }
    }

    /// Takes the redrawn line away.
    mutating func clear() {
        if isDrawn { stream.write("\r\u{1B}[K") }
        isDrawn = false
    }
}
