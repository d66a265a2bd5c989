/// Captions: lines that end with the credit of a picture, or begin by speaking of one.
enum CaptionSigns {
    /// Longer lines are paragraphs into which a credit has run.
    static let countMax = 400
    /// Words that a credit may have.
    private static let creditWordCountMax = 16

    static func kind(of line: PageLine) -> LineKind? {
        guard line.scalarCount <= countMax else { return nil }
        if beginnings.contains(where: { line.key.hasPrefix($0) }), !line.key.hasPrefix("anh huong") { return .caption }
        let words = line.words
        let first = max(0, words.count - creditWordCountMax - 1)
        guard let index = words.indices[first...].last(where: { isCredit(words, at: $0) }) else { return nil }
        guard index == 0 else { return .caption }
        if isSource(words.dropFirst()) { return .credit }
        // "Video: …" may announce an article as well as a picture; only a picture is spoken of in a sentence.
        return HeadingSigns.isHeading(line) ? nil : .caption
    }

    /// Whether the words behind "Ảnh:" name somebody: few, or all in capitals, or one who gave the picture.
    private static func isSource(_ words: ArraySlice<Substring>) -> Bool {
        guard words.count > 4 else { return true }
        let isName = words.allSatisfy { word in
            word.unicodeScalars.first.map { $0.properties.isUppercase || !$0.properties.isAlphabetic } ?? false
        }
        return (isName && words.count <= creditWordCountMax)
            || PageLine.key(of: words.suffix(2).joined(separator: " ")) == "cung cap"
    }

    /// Whether a credit begins at a word and goes on to the end of the line.
    private static func isCredit(_ words: [Substring], at index: Int) -> Bool {
        let word = words[index].drop { "([-–—|".contains($0) }
        // Most words are done with here; comparing strings is dear.
        guard let initial = word.unicodeScalars.first, "ẢảPVCĐ".unicodeScalars.contains(initial) else { return false }
        let isSetApart = index == 0 || word.count < words[index].count || endsBefore(words[index - 1])
        if let name = mediaNames.first(where: { word.hasPrefix($0) }) {
            let rest = word.dropFirst(name.count)
            let isCapital = name.first?.isUppercase == true
            if rest.hasPrefix(":") || rest == ";" {
                return (isCapital || isSetApart) && (rest.count > 1 || index + 1 < words.count)
            }
            guard rest.isEmpty, isSetApart, isCapital else { return false }
            // Behind a dash whatever is short enough is a credit: "- Ảnh Công an Thanh Hóa cung cấp".
            let isBehindDash =
                index > 0 && (word.count < words[index].count || ["-", "–", "—"].contains(words[index - 1]))
            if isBehindDash, index + 1 < words.count { return PageLine.key(of: String(words[index + 1])) != "huong" }
            return isCreditWithoutColon(words[(index + 1)...], isWholeLine: index == 0)
        }
        // "Đồ họa: …".
        return word == "Đồ" && index + 2 < words.count
            && PageLine.key(of: String(words[index + 1])) == "hoa:"
    }

    /// "Ảnh TL.", "Ảnh minh họa", "Ảnh do nhân vật cung cấp", "Ảnh tư liệu: Thu Hà", "Ảnh Nhật Tuấn".
    private static func isCreditWithoutColon(_ words: ArraySlice<Substring>, isWholeLine: Bool) -> Bool {
        guard let next = words.first else { return false }
        if next == ":" { return words.count > 1 }
        let key = PageLine.key(of: String(next.filter { $0.isLetter }))
        if ["tl", "tu", "minh", "st", "internet", "ctv", "nvcc", "kho"].contains(key) { return true }
        if ["chup", "cat", "do", "nhan", "ban", "nguoi", "gia", "cua"].contains(key) { return !isWholeLine }
        let names = words.prefix { !["-", "–"].contains($0) }
        return words.count <= 5 && names.allSatisfy { $0.unicodeScalars.first?.properties.isUppercase == true }
    }

    /// Whether a sentence or an aside ends at a word, so that a credit can begin behind it.
    private static func endsBefore(_ word: Substring) -> Bool {
        guard let last = word.last else { return false }
        return ".!?…\"”’)-–—|,".contains(last)
    }

    private static let mediaNames = ["Ảnh", "ảnh", "Photo", "Video", "Clip", "ẢNH"]

    private static let beginnings = [
        "trong anh:", "anh tren:", "anh duoi:", "anh trai:", "anh phai:", "chu thich anh", "anh minh hoa", "anh chup ",
        "anh ve tinh ", "anh 1:", "anh 2:", "anh 3:", "anh 4:", "hinh anh minh hoa",
    ]
}
