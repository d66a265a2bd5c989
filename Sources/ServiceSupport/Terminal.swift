import Foundation

/// What stands at the other end of a stream, and how it may be written to.
public struct Terminal: Sendable, Equatable {
    /// Whether it is a terminal and not a file or pipe.
    public var isInteractive: Bool
    /// Columns; 80 where unknown.
    public var width: Int
    /// Whether to colour: an interactive terminal, unless NO_COLOR is set or TERM is `dumb`.
    public var usesColor: Bool

    /// Creates a description, as tests do.
    public init(isInteractive: Bool, width: Int = 80, usesColor: Bool) {
        self.isInteractive = isInteractive
        self.width = width
        self.usesColor = usesColor
    }

    /// The terminal behind standard output.
    public static var output: Terminal { Terminal(descriptor: STDOUT_FILENO) }
    /// The terminal behind standard error.
    public static var errors: Terminal { Terminal(descriptor: STDERR_FILENO) }

    init(descriptor: Int32, environment: [String: String] = ProcessEnvironment.current) {
        isInteractive = isatty(descriptor) == 1
        var size = winsize()
        let hasSize = isInteractive && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = hasSize ? Int(size.ws_col) : 80
        usesColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Ways to set text off.
    public enum Style: String, Sendable {
        case bold = "1"
        case faint = "2"
        case underlined = "4"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
        /// Bold and yellow: the words that match.
        case match = "1;33"
    }

    /// The text in a style, or as it is where the terminal takes no colours.
    public func styled(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
