/// Makes the tree of a query over one segment.
@unsafe struct WindowTreeBuilder {
    private let plan: QueryPlan
    private let weights: QueryWeights
    private let segment: SearchSegment
    private let number: Int
    private let normFactors: UnsafePointer<Float>
    private let scratch: QueryScratch
    /// How many documents each node of the plan has at most.
    private let costs: UnsafeMutablePointer<Int>

    private let nodes: UnsafeMutablePointer<WindowNode>
    private var nodeCount = 0
    private let lists: UnsafeMutablePointer<WindowList>
    private var listCount = 0
    private let sets: UnsafeMutablePointer<WindowSet>
    private var setCount = 0
    private let phrases: UnsafeMutablePointer<PhraseSource>
    private var phraseCount = 0
    private let fields: PhraseFields

    /// - Parameter number: The segment's, in the generation.
    private init(
        _ plan: QueryPlan, _ weights: QueryWeights, normFactors: UnsafePointer<Float>, segment: SearchSegment,
        number: Int, scratch: QueryScratch
    ) throws(IndexError) {
        unsafe self.normFactors = normFactors
        unsafe self.plan = plan
        unsafe self.weights = weights
        unsafe self.segment = segment
        unsafe self.number = number
        unsafe self.scratch = scratch
        let nodeMax = plan.nodes.count
        var (listMax, setMax, phraseMax) = (0, 0, 0)
        for node in plan.nodes {
            switch node.kind {
            case .token, .keyword:
                listMax += 2 + Int(plan.found[Int(plan.leaves[Int(node.first)].first) + number].spellingCount)
            case .several: setMax += plan.sets[Int(plan.leaves[Int(node.first)].first) + number].sets.count
            case .published: setMax += 1
            case .phrase: phraseMax += 1
            case .nothing, .all, .boolean: break
            }
        }
        unsafe costs = scratch.take(Int.self, count: nodeMax)
        unsafe nodes = scratch.take(WindowNode.self, count: nodeMax)
        unsafe lists = scratch.take(WindowList.self, count: listMax)
        unsafe sets = scratch.take(WindowSet.self, count: setMax)
        unsafe phrases = scratch.take(PhraseSource.self, count: phraseMax)
        unsafe fields = segment.fields
    }

    /// The tree of a plan over a segment; without nodes when nothing matches.
    static func tree(
        _ plan: QueryPlan, _ weights: QueryWeights, normFactors: UnsafePointer<Float>, segment: SearchSegment,
        number: Int, scratch: QueryScratch
    ) throws(IndexError) -> WindowTree {
        var builder = try unsafe WindowTreeBuilder(
            plan, weights, normFactors: normFactors, segment: segment, number: number, scratch: scratch)
        unsafe builder.estimate(0)
        if unsafe builder.costs[0] > 0 { try unsafe builder.add(0) }
        return unsafe WindowTree(
            nodes: builder.nodes, nodeCount: builder.nodeCount, lists: builder.lists, listCount: builder.listCount,
            sets: builder.sets, phrases: builder.phrases, phraseCount: builder.phraseCount,
            fields: FieldOccurrences(builder.fields, scratch), normFactors: normFactors, view: segment.view,
            scratch: scratch)
    }

    private func found(_ leaf: Int) -> FoundTerms { unsafe plan.found[Int(plan.leaves[leaf].first) + number] }

    private func count(_ found: FoundTerms) -> Int {
        Int(found.exact?.list.documentCount ?? 0) + Int(found.bare?.list.documentCount ?? 0)
            + Int(found.folded?.documentCount ?? 0)
    }

    /// Reckons how many documents a node and its parts have at most.
    private func estimate(_ index: Int) {
        let node = unsafe plan.nodes[index]
        let documentCount = unsafe Int(segment.documentCount)
        switch node.kind {
        case .nothing: unsafe costs[index] = 0
        case .all: unsafe costs[index] = documentCount
        case .published:
            unsafe costs[index] = plan.filters[Int(node.first) + number] == nil ? 0 : documentCount
        case .token, .keyword: unsafe costs[index] = min(documentCount, count(found(Int(node.first))))
        case .several:
            let sets = unsafe plan.sets[Int(plan.leaves[Int(node.first)].first) + number].sets
            unsafe costs[index] = min(documentCount, sets.reduce(0) { $0 + $1.count })
        case .phrase:
            let places = Int(node.first)..<Int(node.first + node.count)
            unsafe costs[index] = places.reduce(documentCount) { unsafe min($0, count(found($1))) }
        case .boolean:
            var (least, sum, optionalCount) = (documentCount, 0, 0)
            var part = index + 1
            while part < Int(node.end) {
                unsafe estimate(part)
                switch unsafe plan.nodes[part].occurrence {
                case .must: least = unsafe min(least, costs[part])
                case .should:
                    sum = unsafe min(documentCount, sum + costs[part])
                    optionalCount += unsafe costs[part] > 0 ? 1 : 0
                case .mustNot: break
                }
                part = unsafe Int(plan.nodes[part].end)
            }
            if node.minimum > 0 { least = min(least, optionalCount >= Int(node.minimum) ? sum : 0) }
            unsafe costs[index] = least
        }
    }
}

extension WindowTreeBuilder {
    /// Adds the node of a node of the plan, which has documents, and those of its parts.
    private mutating func add(_ index: Int) throws(IndexError) {
        let node = unsafe plan.nodes[index]
        let place = unsafe nodeCount
        unsafe nodeCount += 1
        var added = unsafe WindowNode(
            kind: .all, occurrence: node.occurrence,
            bits: scratch.take(UInt64.self, count: DocumentWindow.wordCountMax), scores: scratch.sums)
        switch node.kind {
        case .nothing: preconditionFailure("a node without documents is left out")
        case .all:
            unsafe added.constant = weights.constantOfAll
            unsafe added.bound = weights.constantOfAll
        case .published: unsafe addDates(node, &added)
        case .token: unsafe addToken(node, &added)
        case .keyword:
            unsafe added.kind = .lists
            unsafe added.first = Int32(listCount)
            unsafe added.count = 1
            if let list = unsafe found(Int(node.first)).exact?.list {
                unsafe addList(list, weight: 0, constant: weights.constant(ofLeaf: node.first, .exact), &added)
            }
        case .several: unsafe addSets(node, &added)
        case .phrase: try unsafe addPhrase(node, &added)
        case .boolean:
            unsafe added.kind = .boolean
            unsafe added.minimum = node.minimum
            try unsafe addParts(index, &added)
        }
        unsafe added.end = Int32(nodeCount)
        unsafe nodes[place] = added
    }

    private mutating func addParts(_ index: Int, _ added: inout WindowNode) throws(IndexError) {
        let node = unsafe plan.nodes[index]
        var parts: [Int] = []
        var part = index + 1
        while part < Int(node.end) {
            if unsafe costs[part] > 0 { parts.append(part) }
            part = unsafe Int(plan.nodes[part].end)
        }
        let optionalCount = parts.count { unsafe plan.nodes[$0].occurrence == .should }
        // What is looked up in words goes before what has to be looked at document by document.
        let isSlow = parts.map { unsafe plan.nodes[$0].kind == .phrase || plan.nodes[$0].field != nil }
        let order = parts.indices.sorted { left, right in
            let occurrences = unsafe (
                plan.nodes[parts[left]].occurrence.rawValue, plan.nodes[parts[right]].occurrence.rawValue
            )
            if occurrences.0 != occurrences.1 { return occurrences.0 < occurrences.1 }
            if isSlow[left] != isSlow[right] { return isSlow[right] }
            return unsafe costs[parts[left]] < costs[parts[right]]
        }
        for place in order {
            let part = unsafe nodeCount
            try unsafe add(parts[place])
            if unsafe nodes[part].occurrence != .mustNot { unsafe added.bound += nodes[part].bound }
        }
        if node.minimum > 0 {
            unsafe added.count = Int32(WindowCounters.planeCount(for: node.minimum == 1 ? 1 : optionalCount))
            let words = unsafe scratch.take(
                UInt64.self, count: Int(added.count) * DocumentWindow.wordCountMax)
            unsafe added.scores = UnsafeMutableRawPointer(words).assumingMemoryBound(to: UInt32.self)
        }
    }

    private mutating func addToken(_ node: PlanNode, _ added: inout WindowNode) {
        let found = unsafe found(Int(node.first))
        unsafe added.first = Int32(listCount)
        func weight(_ rank: MatchRank) -> Float { unsafe weights.weight(ofToken: node.first, rank) }
        if let exact = found.exact { unsafe addList(exact.list, weight: weight(.exact), &added) }
        if let bare = found.bare { unsafe addList(bare.list, weight: weight(.bare), &added) }
        if let field = node.field, unsafe segment.hasFields {
            for spelling in unsafe plan.spellings(found) {
                unsafe addList(spelling.list, weight: weight(.folded), &added)
            }
            unsafe added.kind = .field
            unsafe added.field = field
            unsafe added.scores = scratch.take(UInt32.self, count: Int(DocumentWindow.documentCountMax))
        } else {
            if let folded = found.folded { unsafe addList(folded, weight: weight(.folded), &added) }
            unsafe added.kind = .lists
        }
        unsafe added.count = Int32(listCount) - added.first
    }

    private mutating func addList(_ list: ListRef, weight: Float, constant: UInt32 = 0, _ added: inout WindowNode) {
        let bound = unsafe constant > 0 ? constant : segment.bound(list, weight: weight, normFactors)
        unsafe added.bound = unsafe max(added.bound, bound)
        let leaf = WeighedLeaf(list: list, weight: weight, constant: constant, bound: bound)
        let matching = unsafe ListState(
            list, in: segment.view, buffers: scratch.take(UInt32.self, count: ListState.bufferCount))
        unsafe (lists + listCount).initialize(
            to: WindowList(
                matching: matching,
                scoring: WindowLeaf(leaf, in: segment.view, normFactors: normFactors, scratch: scratch)))
        unsafe listCount += 1
    }

    private mutating func addSets(_ node: PlanNode, _ added: inout WindowNode) {
        unsafe added.kind = .sets
        unsafe added.first = Int32(setCount)
        for ranked in unsafe plan.sets[Int(plan.leaves[Int(node.first)].first) + number].sets {
            unsafe (sets + setCount).initialize(
                to: WindowSet(
                    words: ranked.set.words, constant: weights.constant(ofLeaf: node.first, ranked.rank)))
            unsafe added.bound = unsafe max(added.bound, sets[setCount].constant)
            unsafe setCount += 1
        }
        unsafe added.count = Int32(setCount) - added.first
    }

    private mutating func addDates(_ node: PlanNode, _ added: inout WindowNode) {
        guard let set = unsafe plan.filters[Int(node.first) + number] else { return }
        unsafe added.kind = .sets
        unsafe added.first = Int32(setCount)
        unsafe added.count = 1
        unsafe (sets + setCount).initialize(to: WindowSet(words: set.words, constant: weights.constantOfAll))
        unsafe added.bound = weights.constantOfAll
        unsafe setCount += 1
    }

    private mutating func addPhrase(_ node: PlanNode, _ added: inout WindowNode) throws(IndexError) {
        unsafe added.kind = .phrase
        unsafe added.first = Int32(phraseCount)
        unsafe added.count = 1
        unsafe added.scores = scratch.take(UInt32.self, count: Int(DocumentWindow.documentCountMax))
        let terms = unsafe Self.phraseTerms(node, plan, weights, number: number, scratch: scratch)
        unsafe (phrases + phraseCount).initialize(
            to: try PhraseSource(
                terms, in: segment.view, pairs: segment.reader.pairs, fields: fields, normFactors: normFactors,
                scratch: scratch))
        unsafe added.bound = phrases[phraseCount].bound
        unsafe phraseCount += 1
    }

    /// The terms of a phrase in a segment.
    static func phraseTerms(
        _ node: PlanNode, _ plan: QueryPlan, _ weights: QueryWeights, number: Int, scratch: QueryScratch
    ) -> PhraseTerms {
        let leaves = Int(node.first)..<Int(node.first + node.count)
        func found(_ leaf: Int) -> FoundTerms { plan.found[Int(plan.leaves[leaf].first) + number] }
        let capacity = leaves.reduce(0) { $0 + 2 + Int(found($1).spellingCount) }
        let members = unsafe scratch.take(PhraseMember.self, count: capacity)
        var count = 0
        func add(_ term: TermRef?, _ rank: PhraseRank, _ place: Int) {
            guard let term else { return }
            unsafe members[count] = PhraseMember(place: place, rank: rank, term: term)
            count += 1
        }
        for (place, leaf) in leaves.enumerated() {
            let found = found(leaf)
            add(found.exact, .exact, place)
            for spelling in plan.spellings(found) { add(spelling, .folded, place) }
            add(found.bare, .bare, place)
        }
        return unsafe PhraseTerms(
            members: UnsafeBufferPointer(start: members, count: count), placeCount: leaves.count,
            weights: weights.weights(ofPhrase: node), field: node.field)
    }
}
