import Foundation

/// A line of a page, with the forms of it that signs are looked for in.
struct PageLine: Hashable {
    /// The line as it stands, without white space and invisible characters at its ends.
    let text: String
    /// The line composed, without invisible characters and with single spaces: for signs that go by letters and words.
    let sign: String
    /// ``sign`` in lower case without marks: for signs that are phrases. Empty for lines too long to be one.
    let key: String
    /// The length of ``sign`` in Unicode scalars.
    let scalarCount: Int
    /// Whether an empty line stands above it.
    let isAfterGap: Bool
    /// Where it stands among the lines of its page that hold something.
    let number: Int

    /// Longer lines are running text, which no phrase is compared with.
    static let keyCountMax = 200

    init(_ text: some StringProtocol, isAfterGap: Bool = false, number: Int = 0) {
        self.text = Self.trimmed(text)
        sign = Self.sign(of: self.text)
        scalarCount = sign.unicodeScalars.count
        key = scalarCount <= Self.keyCountMax ? Self.key(of: sign) : ""
        self.isAfterGap = isAfterGap
        self.number = number
    }

    var words: [Substring] { sign.unicodeScalars.split(separator: " ").map(Substring.init) }

    /// The lines of a page that hold something.
    static func lines(of page: String) -> [PageLine] {
        var lines: [PageLine] = []
        var isAfterGap = false
        for part in page.splitAtLineEnds {
            let line = PageLine(part, isAfterGap: isAfterGap, number: lines.count)
            isAfterGap = line.text.isEmpty
            if !line.text.isEmpty { lines.append(line) }
        }
        return lines
    }

    /// A phrase as signs are compared: lower case, no marks, no tone to be placed on one vowel or another.
    static func key(of text: some StringProtocol) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let isUpper = (0x41...0x5A).contains(scalar.value)
                scalars.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
            } else if (0x300...0x36F).contains(scalar.value) {
                continue
            } else if scalar.value < folds.count {
                scalars.append(folds[Int(scalar.value)])
            } else {
                scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(scalars)
    }

    /// The Latin letters up to U+1EFF, each in lower case without its marks.
    private static let folds: [Unicode.Scalar] = (0..<UInt32(0x1F00)).map { value in
        guard let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        let lower = scalar.properties.lowercaseMapping
        let base = lower.decomposedStringWithCanonicalMapping.unicodeScalars.first ?? scalar
        return base == "đ" ? "d" : base
    }

    private static func sign(of text: String) -> String {
        // Without combining marks a text is composed, as far as signs go.
        let isComposed = !text.unicodeScalars.contains { (0x300...0x36F).contains($0.value) }
        let composed = isComposed ? text : text.precomposedStringWithCanonicalMapping
        var scalars = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars where !isInvisible(scalar) {
            guard scalar.isSpace else {
                scalars.append(scalar)
                continue
            }
            if scalars.last != " " { scalars.append(" ") }
        }
        return String(scalars).trimmingSpace
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars
        func isSomething(_ scalar: Unicode.Scalar) -> Bool { !scalar.isSpace && !isInvisible(scalar) }
        guard let first = scalars.firstIndex(where: isSomething), let last = scalars.lastIndex(where: isSomething)
        else { return "" }
        return String(text[first...last])
    }

    /// Zero-width spaces and joiners, byte order marks and soft hyphens, as web pages are full of them.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD: true
        default: false
        }
    }
}
