/// An article's lines below its title: what stands before the text, the text, and what stands after it.
///
/// A name, a date or a credit means the author's name, the day of printing or the pictures' source before and after the
/// text; amid the text it is a part of it.
struct ArticleZones: Hashable {
    var front: [ClassifiedLine]
    var text: [ClassifiedLine]
    var tail: [ClassifiedLine]

    init(_ lines: [ClassifiedLine]) {
        let start = lines.firstIndex { $0.isText || $0.kind == .note } ?? lines.endIndex
        let end = Self.tailStart(in: lines[start...])
        front = Array(lines[..<start])
        text = Array(lines[start..<end])
        tail = Array(lines[end...])
    }

    /// The index behind the last line of text. Captions belong to the text where no byline stands above them.
    private static func tailStart(in lines: ArraySlice<ClassifiedLine>) -> Int {
        let end = (lines.lastIndex(where: \.isText) ?? lines.startIndex - 1) + 1
        return lines[end...].firstIndex { $0.kind != .caption && $0.kind != .credit } ?? lines.endIndex
    }
}
