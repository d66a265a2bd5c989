import Protocol

/// What an answer says about the documents of a batch, each by its place in what was sent.
struct SortedOutcomes {
    /// Taken or refused: nothing more is to be done about them.
    var settled: [(place: Int, outcome: PutOutcome)] = []
    /// Not acknowledged, though others were.
    var failed: [Int] = []
    /// Why the first of the failed was not, as an error that says whether to send it again.
    var failure: RPCError?

    /// - Throws: ``RPCError`` when the answer does not tell of every document.
    init(_ outcomes: [PutOutcome], documentCount: Int) throws(RPCError) {
        var told: Set<Int> = []
        for (order, outcome) in outcomes.enumerated() {
            let place = outcome.index ?? order
            guard (0..<documentCount).contains(place), told.insert(place).inserted else { continue }
            guard outcome.outcome == .failed else {
                settled.append((place, outcome))
                continue
            }
            failed.append(place)
            let reason = outcome.reason ?? "the document \(outcome.id) was not acknowledged"
            if failure == nil {
                failure = RPCError(outcome.retryable == false ? .internalError : .unavailable, detail: reason)
            }
        }
        guard told.count == documentCount else {
            throw RPCError(
                .internalError,
                detail: "the answer tells of \(told.count) of \(documentCount) documents; "
                    + "do both run the same version?")
        }
    }
}
