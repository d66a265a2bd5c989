/// Headings and lines that lead to other articles.
enum RelatedSigns {
    static func kind(of line: PageLine) -> LineKind? {
        let hasArrow = line.sign.hasPrefix(">>") || (line.sign.first.map { "»►▶→".contains($0) } ?? false)
        let sign = line.sign.drop { ">»›→►▶+ ".contains($0) }
        var key = sign.startIndex == line.sign.startIndex ? line.key : PageLine.key(of: sign)
        while let last = key.last, ": .…>»".contains(last) { key.removeLast() }
        if headings.contains(key) { return .related }
        // "Xem thêm: title", "Đọc thêm >> title".
        if let separator = sign.unicodeScalars.prefix(headingCountMax).firstIndex(where: { isSeparator($0) }),
            headings.contains(PageLine.key(of: sign[..<separator]).trimmingSpace)
        {
            let title = sign[separator...].drop { ":>»| ".contains($0) }
            if title.split(separator: " ").count >= 2 { return .relatedTitle(String(title)) }
        }
        return hasArrow && sign.split(separator: " ").count >= 3 ? .relatedTitle(String(sign)) : nil
    }

    /// No heading is longer.
    private static let headingCountMax = 40

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == ":" || scalar == ">" || scalar == "»" || scalar == "|"
    }

    static let headings: Set<String> = [
        "tin lien quan", "bai lien quan", "bai viet lien quan", "tin bai lien quan", "tin tuc lien quan",
        "cac tin lien quan", "cac bai lien quan", "noi dung lien quan", "su kien lien quan", "lien quan", "xem them",
        "doc them", "tham khao them", "doc tiep", "tim hieu them", "tin cung chuyen muc", "bai cung chuyen muc",
        "cung chuyen muc", "tin cung su kien", "cung su kien", "tin cung chu de", "cung chu de", "tin khac",
        "cac tin khac", "cac tin da dua", "tin da dua", "bai khac", "cac bai khac", "tin bai khac", "bai viet khac",
        "tin moi hon", "tin cu hon", "tin moi", "tin moi nhat", "bai moi nhat", "tin tiep theo", "tin noi bat",
        "tin nong",
        "doc nhieu", "doc nhieu nhat", "tin doc nhieu", "xem nhieu", "xem nhieu nhat", "tin xem nhieu",
        "co the ban quan tam", "ban co the quan tam", "co the ban muon doc", "tin ban quan tam", "duoc quan tam",
        "de xuat cho ban", "danh cho ban", "tin de xuat", "nen doc", "ban nen doc", "dung bo lo", "tin tham khao",
    ]
}
