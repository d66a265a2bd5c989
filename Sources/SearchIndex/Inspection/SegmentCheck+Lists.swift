// Lists of postings.
extension SegmentCheck {
    func checkTerms() throws(IndexError) -> [IndexError] {
        var damages: [IndexError] = []
        var term = try reader.terms.cursor()
        let secondTerms = try reader.pairs.secondTerms()
        while damages.count < countMax, try term.next() {
            let key = term.key
            damages += damage(of: term.term.list, hasPositions: true, key: key).map { [$0] } ?? []
            var pair = try reader.pairs.cursor(term.term, secondTerms)
            while try pair.next() {
                damages += damage(of: pair.list, key: key, isPair: true).map { [$0] } ?? []
            }
        }
        return damages
    }

    func checkFolded() throws(IndexError) -> [IndexError] {
        var damages: [IndexError] = []
        var form = try reader.folded.cursor()
        while damages.count < countMax, try form.next() {
            // The list of a form with one term is that term's.
            guard form.terms.ordinals.count > 1 else { continue }
            damages += damage(of: form.terms.merged, key: form.key).map { [$0] } ?? []
        }
        return damages
    }

    func checkKeywords() throws(IndexError) -> [IndexError] {
        var damages: [IndexError] = []
        var keyword = try reader.keywords.cursor()
        while damages.count < countMax, try keyword.next() {
            damages += damage(of: keyword.term.list, key: Array(keyword.key.dropFirst())).map { [$0] } ?? []
        }
        return damages
    }

    /// What is wrong with a list; nil when all of it can be read and is in order.
    private func damage(
        of list: ListRef, hasPositions: Bool = false, key: [UInt8], isPair: Bool = false
    ) -> IndexError? {
        var cursor = unsafe ListCursor(list, in: reader.view)
        var count = 0
        var next: UInt32 = 0
        var positions: [UInt32] = []
        var isOrdered = true
        while cursor.document != ListCursor.exhausted {
            isOrdered = isOrdered && cursor.document >= next && cursor.frequency > 0
            next = cursor.document &+ 1
            count += 1
            if hasPositions {
                positions.removeAll(keepingCapacity: true)
                cursor.appendPositions(to: &positions)
                isOrdered = isOrdered && !positions.isEmpty && zip(positions, positions.dropFirst()).allSatisfy(<)
            }
            cursor.next()
        }
        guard cursor.isDamaged || !isOrdered || count != Int(list.documentCount) else { return nil }
        let kind = list.section.kind
        // Among pairs a list begins at a bit.
        let start = Int(reader.header[kind].offset) + (kind == .pairs ? list.start / 8 : list.start)
        let what = isPair ? "a list of pairs that begin with" : "the list of"
        return damaged(kind, start..<start + list.byteCount, "\(what) \(Self.quoted(key)) makes no sense")
    }

    private static func quoted(_ key: [UInt8]) -> String { "\"\(String(decoding: key, as: UTF8.self))\"" }
}

extension ListSection {
    /// The section of a segment file.
    var kind: SectionKind {
        switch self {
        case .postings: .postings
        case .foldedPostings: .foldedPostings
        case .pairPostings: .pairPostings
        case .keywordPostings: .keywordPostings
        case .pairs: .pairs
        }
    }
}
