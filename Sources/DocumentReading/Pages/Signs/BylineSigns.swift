/// Lines that say who wrote the text or where it is from.
enum BylineSigns {
    static let countMax = 90

    static func isByline(_ line: PageLine) -> Bool {
        guard line.scalarCount <= countMax else { return false }
        return hasWriterLabel(line.sign) || isTakenFrom(line.sign) || isNameWithRole(line.sign)
    }

    /// "Bài, ảnh: …", "Tác giả: …", "Thực hiện: …", "Nguồn: …": a label whose words are all roles, one of them a writer's.
    private static func hasWriterLabel(_ sign: String) -> Bool {
        guard let colon = sign.firstIndex(of: ":") else { return false }
        let label = PageLine.key(of: String(sign[..<colon])).drop { $0 == "(" }
        let value = sign[colon...].dropFirst().split { " ,;".contains($0) }
        guard !value.isEmpty, value.allSatisfy(isSourceWord), !sign.hasSuffix("?") else { return false }
        if writerLabels.contains(String(label)) { return true }
        let roles = label.split { ", -–&/+".contains($0) }.map(String.init).filter { $0 != "va" }
        return roles.contains { $0 == "bai" || $0 == "tin" }
            && roles.allSatisfy { ["bai", "tin", "anh", "video", "clip", "hinh", "viet"].contains($0) }
    }

    /// "Theo TTXVN", "Theo Báo Nông nghiệp", "(Theo vnexpress.net)": short, and what follows is a name.
    private static func isTakenFrom(_ sign: String) -> Bool {
        var text = sign
        if text.hasPrefix("("), text.hasSuffix(")") || text.hasSuffix(").") {
            text = String(text.drop { $0 == "(" }.prefix { $0 != ")" })
        }
        var words = text.split(separator: " ")
        guard let first = words.first, first == "Theo" || first == "THEO", (2...7).contains(words.count) else {
            return false
        }
        words.removeFirst()
        guard !text.contains(","), !text.hasSuffix(":") else { return false }
        if ["Báo", "Đài", "Tạp", "Trang", "Thông", "Cổng"].contains(words[0]) { return words.count >= 2 }
        if ["báo", "đài", "trang"].contains(words[0]) { words.removeFirst() }
        return !words.isEmpty && words.allSatisfy(isSourceWord)
    }

    private static func isSourceWord(_ word: Substring) -> Bool {
        if word == "-" || word == "và" || word == "/" { return true }
        guard let first = word.unicodeScalars.first else { return false }
        // A site's name has a stop inside.
        let isSite = word.dropLast().contains(".") && word.unicodeScalars.allSatisfy { $0.value < 0x80 }
        return first.properties.isUppercase || isSite
    }

    /// "Mộc Miên (Tổng hợp)", "Anh Ngọc (Theo CNN)", "Minh Anh lược dịch".
    private static func isNameWithRole(_ sign: String) -> Bool {
        if let open = sign.firstIndex(of: "("), sign.hasSuffix(")") || sign.hasSuffix(").") {
            let name = String(sign[..<open]).trimmingSpace
            let role = PageLine.key(of: String(sign[open...].dropFirst().prefix { $0 != ")" }))
            guard roles.contains(role) || role.hasPrefix("theo ") else { return false }
            return NameSigns.areNames(name) || isPenName(name)
        }
        for role in ["tổng hợp", "thực hiện", "ghi", "lược dịch", "biên dịch", "lược ghi"]
        where sign.hasSuffix(" " + role) {
            return NameSigns.areNames(String(sign.dropLast(role.count + 1)))
        }
        return false
    }

    /// One word, which only what stands beside it shows to be a name.
    private static func isPenName(_ name: String) -> Bool {
        !name.contains(" ") && (NameSigns.isTitleCase(name[...]) || name == name.uppercased())
    }

    private static let roles: Set<String> = [
        "tong hop", "t/h", "th", "ghi", "luoc ghi", "luoc dich", "bien dich", "dich", "thuc hien", "ttxvn",
        "tong hop va bien dich",
    ]

    private static let writerLabels: Set<String> = [
        "bai viet", "tac gia", "nguoi viet", "thuc hien", "phong vien", "pv", "nhom pv", "nhom phong vien", "bien tap",
        "bien dich", "nguon", "nguon tin", "theo", "noi dung", "bai va anh", "tin va anh", "bai anh", "tin anh",
    ]
}
