internal import Hashing

/// Looks for all that is wrong with a segment: first at the checksums of its sections, then at what the sections say, so that
/// damage inside of a large section is found more closely.
struct SegmentCheck {
    let reader: SegmentReader
    /// After so many damages of one kind further ones are not told.
    var countMax = 10

    /// What is wrong, each with its section and bytes; empty for a sound segment.
    func damages() -> [IndexError] {
        sectionDamages()
            + found { () throws(IndexError) in try checkTerms() }
            + found { () throws(IndexError) in try checkFolded() }
            + found { () throws(IndexError) in try checkKeywords() }
            + Part.allCases.flatMap { part in found { () throws(IndexError) in try check(part) } }
            + found { () throws(IndexError) in try checkStored() }
    }

    private func found(_ body: () throws(IndexError) -> [IndexError]) -> [IndexError] {
        do {
            return Array(try body().prefix(countMax))
        } catch {
            return [error]
        }
    }

    /// An error that names a section and a part of it by bytes of the file.
    func damaged(_ kind: SectionKind, _ range: Range<Int>, _ reason: String) -> IndexError {
        IndexError(
            .damaged, path: reader.path, section: kind.name,
            reason: "bytes \(range.lowerBound) to \(range.upperBound) of the file: \(reason);"
                + " the index is to be built again from its documents")
    }

    /// Where a section lies in the file.
    func place(of kind: SectionKind) -> Range<Int> {
        let place = reader.header[kind]
        return Int(place.offset)..<Int(place.offset) + Int(place.byteCount)
    }
}

// Sections.
extension SegmentCheck {
    private func sectionDamages() -> [IndexError] {
        var damages: [IndexError] = []
        var end = SegmentHeader.byteCount
        for kind in SectionKind.allCases {
            damages += found { () throws(IndexError) in try check(kind, behind: end) }
            end = place(of: kind).upperBound
        }
        return damages + found { () throws(IndexError) in try padding(end..<reader.byteCount) }
    }

    private func check(_ kind: SectionKind, behind end: Int) throws(IndexError) -> [IndexError] {
        let range = place(of: kind)
        let bytes = try reader.section(kind)
        guard range.lowerBound >= end else { return [damaged(kind, range, "it begins in another section")] }
        guard bytes.withSpan({ XXH3.hash64($0) }) == reader.header[kind].checksum else {
            return [damaged(kind, range, "the checksum differs")]
        }
        return try padding(end..<range.lowerBound)
    }

    private func padding(_ range: Range<Int>) throws(IndexError) -> [IndexError] {
        guard let place = try reader.file.array(range.lowerBound, range.count).firstIndex(where: { $0 != 0 }) else {
            return []
        }
        return [reader.file.damaged("there is something between sections at byte \(range.lowerBound + place)")]
    }
}

// Documents.
extension SegmentCheck {
    /// What is known of each document.
    private enum Part: CaseIterable {
        case id, norm, spans, date, storedOrder
    }

    /// Reads a part of all documents; the first that cannot be read is told.
    private func check(_ part: Part) throws(IndexError) -> [IndexError] {
        for document in 0..<reader.documentCount {
            switch part {
            case .id: try checkId(document)
            case .norm: try checkNorm(document)
            case .spans: if reader.hasFields { _ = try reader.spans.ends(document: document) }
            case .date: _ = try reader.dates.minute(document)
            case .storedOrder: _ = try reader.storedOrder.number(document)
            }
        }
        return []
    }

    private func checkStored() throws(IndexError) -> [IndexError] {
        for number in 0..<reader.stored.blockCount {
            _ = try reader.stored.content(of: try reader.stored.block(number))
        }
        return []
    }

    private func checkId(_ document: UInt32) throws(IndexError) {
        let id = try reader.ids.id(document)
        guard try reader.ids.order.number(try reader.ids.rank.number(document)) == document else {
            throw damaged(.idRank, place(of: .idRank), "document \(document) has another's place")
        }
        guard try reader.ids.documents(of: id).contains(document) else {
            throw damaged(.idOrder, place(of: .idOrder), "document \(document) is not found by its id")
        }
    }

    private func checkNorm(_ document: UInt32) throws(IndexError) {
        let norm = try reader.norms.byte(Int(document))
        let start = try reader.normStarts.load(4 * Int(norm), as: UInt32.self)
        let end = try reader.normStarts.load(4 * Int(norm) + 4, as: UInt32.self)
        guard start <= document, document < end else {
            throw damaged(.norms, place(of: .norms), "the norm of document \(document) is not in order")
        }
    }
}
