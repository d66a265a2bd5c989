/// Lines that tell about the article: date, section, tags, each alone or together on one line.
enum MetaSigns {
    /// Longer lines are text, whatever dates it holds.
    private static let countMax = 120

    static func parts(of line: PageLine) -> [MetaPart]? {
        if let tags = tags(of: line) { return [.tags(tags)] }
        if let section = breadcrumb(of: line.sign) ?? labelledSection(of: line) { return [.section(section)] }
        if isSection(line.sign) { return [.section(line.sign)] }
        if Vocabulary.places.contains(line.key) { return [.place(line.sign)] }
        return mixed(line)
    }

    /// "Nguyễn Quang - Thứ Năm, 05/09/2024 14:30 | Thời sự": a date, and around it only what is known.
    private static func mixed(_ line: PageLine) -> [MetaPart]? {
        guard line.scalarCount <= countMax, line.sign.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
            return nil
        }
        let words = line.words
        guard words.count <= 20, let (date, rest) = DateSigns.scan(words) else { return nil }
        var parts: [MetaPart] = [.date(date)]
        let separators: Set<Substring> = ["-", "–", "—", "|", "•", "·", "/", "&", "::", "»"]
        for segment in rest.split(whereSeparator: { separators.contains($0) }) {
            let text = segment.joined(separator: " ").trimmingSpace
            let key = PageLine.key(of: text)
            if text.isEmpty {
                continue
            } else if isSection(text) {
                parts.append(.section(text))
            } else if Vocabulary.places.contains(key) {
                parts.append(.place(text))
            } else if NameSigns.areNames(text) || BylineSigns.isByline(PageLine(text)) {
                parts.append(.byline(text))
            } else if BoilerplateSigns.isBoilerplate(key) {
                parts.append(.boilerplate)
            } else {
                return nil
            }
        }
        return parts
    }

    private static func isSection(_ text: String) -> Bool { Vocabulary.sections.contains(PageLine.key(of: text)) }

    private static func tags(of line: PageLine) -> [String]? {
        let labels = ["tu khoa:", "tags:", "tag:", "the:", "chu de:", "tu khoa lien quan:"]
        guard labels.contains(where: { line.key.hasPrefix($0) }), let colon = line.sign.firstIndex(of: ":") else {
            return nil
        }
        let tags = line.sign[colon...].dropFirst().split { ",;#|".contains($0) }.map(\.trimmingSpace)
        return tags.filter { !$0.isEmpty }
    }

    private static func labelledSection(of line: PageLine) -> String? {
        guard ["chuyen muc:", "muc:"].contains(where: { line.key.hasPrefix($0) }) else { return nil }
        let section = line.sign.drop { $0 != ":" }.dropFirst().trimmingSpace
        return section.isEmpty || section.count > 40 ? nil : section
    }

    /// The first step below the home page of "Trang chủ > Xã hội > Giao thông".
    static func breadcrumb(of sign: String) -> String? {
        guard sign.utf8.count <= countMax * 3,
            sign.unicodeScalars.contains(where: { ">»›/|".unicodeScalars.contains($0) })
        else { return nil }
        for separator in [">", "»", "›", "/", "|"] {
            let steps = sign.split(separator: Character(separator)).map(\.trimmingSpace).filter { !$0.isEmpty }
            guard steps.count >= 2 else { continue }
            let isHome = ["trang chu", "home", "trang nhat"].contains(PageLine.key(of: steps[0]))
            // Without a home page the arrows and a known section tell.
            let isTrail = ![Character("/"), "|"].contains(Character(separator)) && isSection(steps[0])
            guard isHome || isTrail else { continue }
            return isHome ? steps[1] : steps[0]
        }
        return nil
    }
}
