/// One step from a generation to the next.
public enum IndexChange: Sendable {
    /// Adds a document, in place of the one of the same id if there is one.
    case put(IndexDocument)
    /// Takes a document away; nothing happens when there is none of this id.
    case delete(id: [UInt8])

    /// The id of the document concerned.
    public var id: [UInt8] {
        switch self {
        case .put(let document): document.id
        case .delete(let id): id
        }
    }
}
