/// Where a document lies in one generation; means nothing in another.
public struct DocumentAddress: Hashable, Sendable {
    /// The segment, counted in the generation.
    public var segment: Int
    /// The document, counted in the segment.
    public var document: UInt32

    /// An address from its two parts.
    public init(segment: Int, document: UInt32) {
        self.segment = segment
        self.document = document
    }
}

/// A document that a query found.
public struct IndexHit: Hashable, Sendable {
    /// The document's id.
    public var id: [UInt8]
    /// How well it matches; more is better.
    public var score: Double
    /// Where to read what is stored of it.
    public var address: DocumentAddress

    /// A hit with all its parts.
    public init(id: [UInt8], score: Double, address: DocumentAddress) {
        self.id = id
        self.score = score
        self.address = address
    }
}

/// What a search found.
public struct SearchAnswer: Hashable, Sendable {
    /// How many documents match; when not ``isTotalExact``, at least so many do.
    public var total: Int
    /// Whether ``total`` is the number of matching documents.
    public var isTotalExact: Bool
    /// The hits asked for, best first; hits of one score by the bytes of their ids.
    public var hits: [IndexHit]

    /// An answer with all its parts.
    public init(total: Int, isTotalExact: Bool, hits: [IndexHit]) {
        self.total = total
        self.isTotalExact = isTotalExact
        self.hits = hits
    }
}

/// A document that a query found, by its place.
public struct AddressHit: Hashable, Sendable {
    /// Where the document lies.
    public var address: DocumentAddress
    /// How well it matches; more is better.
    public var score: Double

    /// A hit with all its parts.
    public init(address: DocumentAddress, score: Double) {
        self.address = address
        self.score = score
    }
}

/// What a search found, by places.
public struct AddressAnswer: Hashable, Sendable {
    /// How many documents match; when not ``isTotalExact``, at least so many do.
    public var total: Int
    /// Whether ``total`` is the number of matching documents.
    public var isTotalExact: Bool
    /// The hits asked for, best first; hits of one score by the bytes of their ids.
    public var hits: [AddressHit]

    /// An answer with all its parts.
    public init(total: Int, isTotalExact: Bool, hits: [AddressHit]) {
        self.total = total
        self.isTotalExact = isTotalExact
        self.hits = hits
    }
}
