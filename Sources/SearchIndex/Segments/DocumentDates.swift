/// When documents were published, in minutes since 1970, 32 bits each; empty when no document has a date.
struct DocumentDates {
    /// What stands for a document without a date.
    static let none = UInt32.max

    let bytes: ByteView

    init(_ bytes: ByteView, documentCount: UInt32) throws(IndexError) {
        guard bytes.count == 0 || bytes.count == 4 * Int(documentCount) else {
            throw bytes.damaged("its size is wrong")
        }
        self.bytes = bytes
    }

    /// Whether any document has a date.
    var isEmpty: Bool { bytes.count == 0 }

    /// The minute of a document's date, or `none`.
    @inline(__always)
    func minute(_ document: UInt32) throws(IndexError) -> UInt32 {
        isEmpty ? Self.none : try bytes.load(4 * Int(document), as: UInt32.self)
    }

    /// The minute of a date in seconds since 1970; `none` when there is no date, or it lies outside of what minutes
    /// reach.
    static func minute(of seconds: Int64?) -> UInt32 {
        guard let seconds, seconds >= 0 else { return none }
        return UInt32(exactly: seconds / 60) ?? none
    }
}
