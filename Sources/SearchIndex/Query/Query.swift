/// What a search asks for, as a tree.
///
/// The strings in a query are analysed: `term`, `phrase` and `prefix` hold exact terms as `TextAnalysis.Analyzer` makes
/// them (composed, lower case, tones in their canonical place) and keep the diacritics that were typed, because these
/// decide how the token matches:
///
/// - typed with a diacritic or `đ`: text with the same exact term, and, weighing less, text written bare (whose exact
///   term is the folded form);
/// - typed without: every text whose folded term is the same, spelled alike weighing most.
///
/// Two queries are equal when they are written alike; equality knows nothing of what they match. Compare terms as UTF-8
/// bytes when bytes matter: Swift's `String` takes composed and decomposed text for the same.
public indirect enum Query: Hashable, Sendable {
    /// One token, in the text field given or, for nil, in any text field.
    case term(Field?, String)

    /// Tokens that stand side by side, in this order, in one field. Holds two tokens or more when made by the parser.
    case phrase(Field?, [String])

    /// Tokens that begin so; for a keyword field, keywords that begin so.
    ///
    /// The text is an exact form whose tone was left where it was typed: `hoà*` must find `hoàn`.
    case prefix(Field?, String)

    /// Tokens that are so or nearly so: at most `maxEdits` (0 to 2) Unicode scalars inserted, removed, replaced, or swapped
    /// with their neighbour lie between the exact terms, a mark on a letter being a part of it. None in keyword fields.
    case fuzzy(Field?, String, maxEdits: Int)

    /// Documents that have this keyword in the field, as typed; the index compares without regard to case.
    case keyword(Field, String)

    /// Documents whose time of publication is known and lies in the range: seconds since 1970, of which whole minutes count.
    case published(ClosedRange<Int64>)

    /// Documents that match every query of `must`, none of `mustNot`, and at least `minimumShouldMatch` of `should`.
    ///
    /// `must` and `should` add to the score, `mustNot` does not. With `must` and `should` both empty nothing matches.
    case boolean(must: [Query], should: [Query], mustNot: [Query], minimumShouldMatch: Int)

    /// Every document, each with the same score.
    case all

    /// No document.
    case nothing
}

extension Query {
    /// A query for the same documents, without the clauses beside required ones that only add to scores.
    var withoutOptionalClauses: Query {
        guard case .boolean(let must, _, let mustNot, ...0) = self, !must.isEmpty else { return self }
        return must.count == 1 && mustNot.isEmpty
            ? must[0].withoutOptionalClauses
            : .boolean(must: must, should: [], mustNot: mustNot, minimumShouldMatch: 0)
    }
}
