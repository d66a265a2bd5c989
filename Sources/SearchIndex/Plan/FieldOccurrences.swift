/// Counts occurrences in one field of a document.
@unsafe struct FieldOccurrences {
    private let fields: PhraseFields
    private let scratch: QueryScratch

    init(_ fields: PhraseFields, _ scratch: QueryScratch) {
        unsafe self.fields = fields
        unsafe self.scratch = scratch
    }

    /// How often a term is in a field, the field's weight counted; 0 when it is not.
    ///
    /// - Parameter list: The term's. Documents are asked for in the order of `ListState.rank(of:)`.
    func frequency(of list: inout ListState, in field: Field, document: UInt32) -> UInt32 {
        let rank = list.rank(of: document)
        // An occurrence in the field alone makes a posting's frequency as large as the field's weight.
        guard rank >= 0, list.frequency(ofRank: rank) >= field.weight else { return 0 }
        let count = list.positionCount(at: rank)
        guard count > 0 else { return 0 }
        guard let ends = unsafe fields.ends(of: document) else {
            list.damage()
            return 0
        }
        let number = Int(field.rawValue)
        let start = number == 0 ? 0 : ends[number - 1]
        let mark = unsafe scratch.mark
        defer { unsafe scratch.release(to: mark) }
        let positions = unsafe scratch.take(UInt32.self, count: count)
        var found: UInt32 = 0
        for index in 0..<(unsafe list.positions(at: rank, into: positions)) {
            found &+= unsafe positions[index] >= start && positions[index] < ends[number] ? 1 : 0
        }
        return UInt32(min(UInt64(found) * UInt64(field.weight), UInt64(FrequencyCode.frequencyMax)))
    }
}
