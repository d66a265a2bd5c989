extension Field {
    /// How much an occurrence in the field counts, in the frequency of a posting and in the length of a document.
    ///
    /// Part of the format: segments hold the sums. Keywords are not counted.
    var weight: UInt32 {
        switch self {
        case .title: 5
        case .lead: 2
        case .body, .captions, .byline: 1
        case .kind, .source, .section, .tags: 0
        }
    }

    /// The weights of `textFields`.
    static let textWeights: [UInt32] = textFields.map(\.weight)
}
