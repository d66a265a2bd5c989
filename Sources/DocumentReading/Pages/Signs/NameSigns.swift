/// Tells names of persons: two to five words in title case, initials, or the words that stand for an author.
enum NameSigns {
    /// Whether a text is names and nothing else: "Nguyễn Quang", "H.Y", "Thu Hà - Minh Anh", "PV/Báo Lào Cai".
    static func areNames(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= 60 else { return false }
        var text = text
        if text.hasSuffix("."), !isInitials(text) { text.removeLast() }
        let parts = split(text)
        return !parts.isEmpty && parts.allSatisfy(isName)
    }

    /// Parts of a line of names, cut at what stands between names.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        for piece in text.split(whereSeparator: { "/,&;()".contains($0) }) {
            var words: [Substring] = []
            for word in piece.split(separator: " ") {
                guard ["-", "–", "—", "và"].contains(word) else {
                    words.append(word)
                    continue
                }
                parts.append(words.joined(separator: " "))
                words = []
            }
            parts.append(words.joined(separator: " "))
        }
        return parts.filter { !$0.isEmpty }
    }

    static func isName(_ text: String) -> Bool {
        let key = PageLine.key(of: text)
        if authors.contains(key) || isInitials(text) { return true }
        guard !Vocabulary.places.contains(key), !Vocabulary.sections.contains(key) else { return false }
        var words = text.split(separator: " ")
        if let first = words.first, words.count > 2, titles.contains(PageLine.key(of: String(first))) {
            words.removeFirst()
        }
        guard (2...5).contains(words.count) else { return false }
        if words.allSatisfy(isTitleCase) { return true }
        // A heading may be all in capitals; a family name in front tells a person.
        return words.count <= 4 && words.allSatisfy(isUpperCase)
            && Vocabulary.familyNames.contains(PageLine.key(of: String(words[0])))
    }

    /// An upper-case letter and then lower-case ones, or a single initial with its stop.
    static func isTitleCase(_ word: Substring) -> Bool {
        let scalars = word.unicodeScalars
        guard let first = scalars.first, first.properties.isUppercase else { return false }
        let rest = scalars.dropFirst()
        if rest.count == 1, rest.first == "." { return true }
        return rest.allSatisfy { $0.properties.isLowercase }
    }

    private static func isUpperCase(_ word: Substring) -> Bool {
        word.unicodeScalars.allSatisfy { $0.properties.isUppercase }
    }

    /// Letters with stops: "H.Y", "T.Đ.H.".
    private static func isInitials(_ text: String) -> Bool {
        let parts = text.split(separator: ".")
        return text.contains(".") && text.unicodeScalars.count <= 10 && (2...4).contains(parts.count)
            && parts.allSatisfy { $0.unicodeScalars.count <= 2 && isTitleCase($0) }
    }

    /// What stands where an author's name would.
    private static let authors: Set<String> = [
        "pv", "p.v", "ctv", "bbt", "ttxvn", "vov", "vtv", "nhom pv", "nhom phong vien", "phong vien", "ban bien tap",
        "bien tap vien",
    ]

    private static let titles: Set<String> = [
        "ths", "ths.", "ts", "ts.", "pgs.ts", "gs.ts", "pgs.ts.", "gs.", "bs", "bs.", "ls.", "kts",
    ]
}
