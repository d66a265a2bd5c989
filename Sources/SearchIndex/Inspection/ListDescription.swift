/// A list of postings, as it lies in a segment.
public struct ListDescription: Hashable, Sendable, Codable {
    /// What leads to a list.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case term
        /// Two terms side by side.
        case pair
        /// A form without diacritics; the list has the documents of all terms that fold to it.
        case folded
        case keyword
    }

    /// What leads to it.
    public var kind: Kind
    /// The term, the terms of the pair with a space between, the form, or the keyword behind the name of its field.
    public var key: String
    /// The segment, counted in the generation.
    public var segment: Int
    /// How many postings it has.
    public var documents: Int
    /// The bytes of its postings and of its positions.
    public var byteCount: Int
}

/// Keeps the longest lists that are shown to it, by bytes.
struct LongestLists {
    /// A list, and the second term of a pair by its number.
    struct Entry {
        var key: [UInt8]
        var second: UInt32?
        var documents: Int
        var byteCount: Int
    }

    let countMax: Int
    /// Longest first.
    private(set) var entries: [Entry] = []

    init(countMax: Int) {
        self.countMax = countMax
    }

    /// Shows a list.
    mutating func add(_ list: ListRef, key: @autoclosure () -> [UInt8], second: UInt32? = nil) {
        let byteCount = list.byteCount + list.positionsByteCount
        guard entries.count < countMax || byteCount > entries.last?.byteCount ?? .max else { return }
        let place = entries.firstIndex { $0.byteCount < byteCount } ?? entries.count
        let entry = Entry(key: key(), second: second, documents: Int(list.documentCount), byteCount: byteCount)
        entries.insert(entry, at: place)
        if entries.count > countMax { entries.removeLast() }
    }
}

extension SegmentReader {
    /// The longest lists of each kind, by bytes, the longest first.
    ///
    /// Walks through all dictionaries.
    ///
    /// - Parameter number: The segment's number in its generation.
    func longestLists(_ countMax: Int, segment number: Int) throws(IndexError) -> [ListDescription] {
        var ofTerms = LongestLists(countMax: countMax)
        var ofPairs = LongestLists(countMax: countMax)
        let secondTerms = try pairs.secondTerms()
        var cursor = try terms.cursor()
        while try cursor.next() {
            ofTerms.add(cursor.term.list, key: cursor.key)
            var pair = try pairs.cursor(cursor.term, secondTerms)
            while try pair.next() { ofPairs.add(pair.list, key: cursor.key, second: pair.second) }
        }
        var ofForms = LongestLists(countMax: countMax)
        var form = try folded.cursor()
        while try form.next() {
            // The list of a form with one term is that term's.
            if form.terms.ordinals.count > 1 { ofForms.add(form.terms.merged, key: form.key) }
        }
        var ofKeywords = LongestLists(countMax: countMax)
        cursor = try keywords.cursor()
        while try cursor.next() { ofKeywords.add(cursor.term.list, key: cursor.key) }
        let kinds: [(ListDescription.Kind, LongestLists)] = [
            (.term, ofTerms), (.pair, ofPairs), (.folded, ofForms), (.keyword, ofKeywords),
        ]
        var descriptions: [ListDescription] = []
        for (kind, lists) in kinds {
            for entry in lists.entries {
                descriptions.append(
                    ListDescription(
                        kind: kind, key: try name(of: entry, kind), segment: number, documents: entry.documents,
                        byteCount: entry.byteCount))
            }
        }
        return descriptions
    }

    private func name(of entry: LongestLists.Entry, _ kind: ListDescription.Kind) throws(IndexError) -> String {
        let text = String(decoding: kind == .keyword ? entry.key.dropFirst() : entry.key[...], as: UTF8.self)
        if kind == .keyword {
            // A keyword's key begins with its field.
            return "\(entry.key.first.flatMap { Field(rawValue: $0) }?.name ?? "?"):\(text)"
        }
        guard let second = entry.second else { return text }
        return "\(text) \(String(decoding: try term(Int(second)), as: UTF8.self))"
    }

    /// The term of a number.
    private func term(_ ordinal: Int) throws(IndexError) -> [UInt8] {
        var cursor = try terms.cursor(from: ordinal)
        return try cursor.next() ? cursor.key : []
    }
}
