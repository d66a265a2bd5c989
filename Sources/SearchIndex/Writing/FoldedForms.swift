/// The folded forms of a segment in the order of their bytes, each with the numbers of the terms that fold to it and
/// differ from it.
struct FoldedForms {
    private(set) var entries: [(form: [UInt8], ordinals: [UInt32])] = []

    /// No forms.
    init() {}

    /// - Parameter forms: A form for each term that differs from it, in the order of terms.
    init(_ forms: [(form: [UInt8], ordinal: UInt32)]) {
        let sorted = forms.sorted { left, right in
            let order = compareBytes(left.form, right.form)
            return order != 0 ? order < 0 : left.ordinal < right.ordinal
        }
        for (form, ordinal) in sorted { append(form, ordinal) }
    }

    /// Adds a term to the last form, or to a new one behind it.
    mutating func append(_ form: [UInt8], _ ordinal: UInt32) {
        if entries.last?.form == form {
            entries[entries.count - 1].ordinals.append(ordinal)
        } else {
            entries.append((form, [ordinal]))
        }
    }
}
