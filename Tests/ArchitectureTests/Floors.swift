/// Which floor each module stands on, as drawn in `ARCHITECTURE.md`, so that the drawing and the package cannot part.
struct Floors {
    /// The number of each module's floor; the lowest is 1.
    var floorOfModule: [String: Int] = [:]

    /// The modules drawn more than once.
    var repeated: [String] = []

    /// Reads the lines `floor N  Module  Module …` of a Markdown text.
    init(drawnIn markdown: String) {
        for line in markdown.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2, words[0] == "floor", let floor = Int(words[1]) else { continue }
            for module in words.dropFirst(2) {
                if floorOfModule.updateValue(floor, forKey: module) != nil { repeated.append(module) }
            }
        }
    }

    /// Says why a module may not import another, or nothing when it may.
    func objection(to importer: String, importing imported: String) -> String? {
        guard let upper = floorOfModule[importer] else { return "\(importer) stands on no floor" }
        guard let lower = floorOfModule[imported] else { return "\(imported) stands on no floor" }
        if lower < upper { return nil }
        let reason = lower == upper ? "they are neighbours on floor \(upper)" : "floor \(lower) is above \(upper)"
        return "\(importer) imports \(imported), but \(reason)"
    }
}
