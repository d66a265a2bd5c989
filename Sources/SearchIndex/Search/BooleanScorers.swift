/// The documents that match all required cursors, enough of the optional ones and none of the excluded ones.
final class ConjunctionScorer: DocumentCursor {
    /// The rarest first.
    private let required: [DocumentCursor]
    private let optional: [DocumentCursor]
    private let excluded: [DocumentCursor]
    private let optionalCountMin: Int
    /// What all required cursors but the first, and all optional ones, add at most.
    private var restMax: Int64 = 0
    /// What all optional cursors add at most.
    private var optionalMax: Int64 = 0
    /// What the required cursors score in the document, where it had to be known.
    private var requiredScore: Int64?

    /// - Precondition: something is required.
    init(
        required: [DocumentCursor], optional: [DocumentCursor], excluded: [DocumentCursor], optionalCountMin: Int
    ) throws(IndexError) {
        self.required = required.sorted { $0.cost < $1.cost }
        self.optional = optional
        self.excluded = excluded
        self.optionalCountMin = optionalCountMin
        super.init(cost: required.map(\.cost).min() ?? 0)
        optionalMax = optional.scoreMaxSum
        restMax = saturatingSum(Array(self.required.dropFirst()).scoreMaxSum, optionalMax)
        scoreMax = saturatingSum(self.required[0].scoreMax, restMax)
        try settle()
    }

    override func raise(scoreMin: Int64) {
        super.raise(scoreMin: scoreMin)
        // The first cursor has to reach what the others cannot add.
        let share = scoreMin.subtractingReportingOverflow(restMax)
        if !share.overflow, share.partialValue > 0 { required[0].raise(scoreMin: share.partialValue) }
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try required[0].next()
        try settle()
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        try required[0].seek(to: target)
        try settle()
    }

    /// Moves on from where the first cursor is to a document that matches.
    private func settle() throws(IndexError) {
        let lead = required[0]
        search: while lead.docID != Self.exhausted {
            let candidate = lead.docID
            if scoreMin > .min, saturatingSum(try lead.score(), restMax) < scoreMin {
                try lead.next()
                continue
            }
            for cursor in required.dropFirst() {
                let isThere = try cursor.stand(at: candidate)
                guard isThere else {
                    try lead.seek(to: max(candidate + 1, cursor.docID))
                    continue search
                }
            }
            requiredScore = scoreMin > .min ? try scoreRequired() : nil
            if let requiredScore, saturatingSum(requiredScore, optionalMax) < scoreMin {
                try lead.next()
                continue
            }
            let isExcluded = try excluded.stand(at: candidate)
            if !isExcluded {
                guard optionalCountMin > 0 else { break }
                if try countOptional(candidate) >= optionalCountMin { break }
            }
            try lead.next()
        }
        docID = lead.docID
    }

    private func countOptional(_ document: UInt32) throws(IndexError) -> Int {
        var count = 0
        for cursor in optional {
            try cursor.seek(to: document)
            if cursor.docID == document { count += 1 }
        }
        return count
    }

    override func score() throws(IndexError) -> Int64 {
        var sum: Int64
        if let requiredScore { sum = requiredScore } else { sum = try scoreRequired() }
        for cursor in optional {
            try cursor.seek(to: docID)
            if cursor.docID == docID { sum += try cursor.score() }
        }
        return sum
    }
}

extension ConjunctionScorer {
    private func scoreRequired() throws(IndexError) -> Int64 {
        var sum: Int64 = 0
        for cursor in required { sum += try cursor.score() }
        return sum
    }
}

/// The sum, or the largest number when it would be larger.
private func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, isOverflow) = left.addingReportingOverflow(right)
    return isOverflow ? .max : sum
}

/// The documents that match enough of several cursors; scores add up.
final class DisjunctionScorer: DocumentCursor {
    private let cursors: [DocumentCursor]
    private let excluded: [DocumentCursor]
    private let countMin: Int

    /// - Precondition: `countMin` is at least 1 and at most the number of cursors.
    init(_ cursors: [DocumentCursor], excluded: [DocumentCursor], countMin: Int) throws(IndexError) {
        self.cursors = cursors
        self.excluded = excluded
        self.countMin = countMin
        super.init(cost: cursors.reduce(0) { $0 + $1.cost })
        scoreMax = cursors.scoreMaxSum
        try settle()
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try advance(from: docID)
        try settle()
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        for cursor in cursors where cursor.docID < target { try cursor.seek(to: target) }
        try settle()
    }

    private func advance(from document: UInt32) throws(IndexError) {
        for cursor in cursors where cursor.docID == document { try cursor.next() }
    }

    /// Moves on to a document that matches, from the first that any cursor stands at.
    private func settle() throws(IndexError) {
        while true {
            var first = Self.exhausted
            var count = 0
            for cursor in cursors {
                if cursor.docID < first {
                    first = cursor.docID
                    count = 1
                } else if cursor.docID == first {
                    count += 1
                }
            }
            docID = first
            if first == Self.exhausted { return }
            if count >= countMin {
                let isExcluded = try excluded.stand(at: first)
                if !isExcluded { return }
            }
            try advance(from: first)
        }
    }

    override func score() throws(IndexError) -> Int64 {
        var sum: Int64 = 0
        for cursor in cursors where cursor.docID == docID { sum += try cursor.score() }
        return sum
    }
}

extension [DocumentCursor] {
    /// What all of them score at most.
    fileprivate var scoreMaxSum: Int64 { reduce(0) { saturatingSum($0, $1.scoreMax) } }

    /// Moves to a document, and says whether one of the cursors has it.
    func stand(at document: UInt32) throws(IndexError) -> Bool {
        for cursor in self {
            if try cursor.stand(at: document) { return true }
        }
        return false
    }
}
