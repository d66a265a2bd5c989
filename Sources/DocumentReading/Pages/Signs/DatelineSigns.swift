/// Places and agencies with which a text opens: "Lào Cai - …", "Hà Nội (TTXVN) - …", "(TTXVN) - …", "TTO - …".
struct DatelineSigns: Hashable {
    var places: [String] = []
    var organizations: [String] = []

    private static let wordCountMax = 9

    init(of sign: String) {
        guard let words = Self.words(of: sign) else { return }
        var text = words.joined(separator: " ")
        var agency: String?
        if let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") {
            agency = String(text[open..<close].dropFirst())
            text.removeSubrange(open...close)
        } else if Self.agencies.contains(text) {
            agency = text
            text = ""
        }
        if let agency, Self.isAgency(agency) { organizations = [agency] }
        let parts = Self.withoutDate(text).split(separator: ",").map(\.trimmingSpace).filter { !$0.isEmpty }
        let isKnown = parts.allSatisfy { Vocabulary.places.contains(PageLine.key(of: $0)) }
        if isKnown || (!organizations.isEmpty && parts.allSatisfy(NameSigns.isName)) { places = parts }
    }

    /// Words of the dateline with its dash; 0 without one.
    static func wordCount(of sign: String) -> Int {
        guard let words = words(of: sign) else {
            // "Lào Cai, ngày 5/9: …" has no dash.
            let name = sign.prefix { $0 != "," }
            return Vocabulary.places.contains(PageLine.key(of: String(name))) ? name.split(separator: " ").count : 0
        }
        let dateline = DatelineSigns(of: sign)
        guard !(dateline.places.isEmpty && dateline.organizations.isEmpty) else { return 0 }
        // A date may stand in it; it is found behind the place.
        let place = words.prefix {
            !$0.contains { $0.isNumber } && !["ngày", "sáng", "chiều"].contains($0.lowercased())
        }
        return place.count == words.count ? words.count + 1 : place.count
    }

    /// The words before the first dash.
    private static func words(of sign: String) -> [Substring]? {
        let words = sign.prefix(120).split(separator: " ").prefix(wordCountMax)
        guard let dash = words.firstIndex(where: { ["-", "–", "—"].contains($0) }), dash > 0 else { return nil }
        return Array(words[..<dash])
    }

    private static func withoutDate(_ text: String) -> String {
        text.split(separator: " ")
            .filter { word in !word.contains { $0.isNumber } && !["ngày", "tháng", "năm"].contains(word.lowercased()) }
            .joined(separator: " ")
    }

    /// An agency's sign is in capitals, or the name of a paper.
    private static func isAgency(_ text: String) -> Bool {
        guard (2...30).contains(text.count) else { return false }
        return text.hasPrefix("Báo ")
            || text.unicodeScalars.allSatisfy { $0.properties.isUppercase || $0 == "." || $0 == "+" || $0 == "/" }
    }

    private static let agencies: Set<String> = [
        "TTXVN", "TTO", "VOV", "VOV.VN", "VTV", "VTV.VN", "VTC", "NDO", "SGGP", "SGGPO", "TPO", "LĐO", "NLĐO", "TNO",
        "QĐND",
        "LCĐT", "CAND", "DNO", "HNM", "HNMO", "BNEWS", "VGP",
    ]
}
