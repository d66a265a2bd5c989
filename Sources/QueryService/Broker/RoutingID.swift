/// The name that a ROUTER knows a connection by: five bytes of libzmq's making, or up to 255 that a peer chose.
///
/// Short ones lie in the value itself, since there are several to a message.
enum RoutingID: Hashable, Sendable {
    /// Up to eight bytes, the first one lowest.
    case short(UInt64, count: UInt8)
    case long([UInt8])

    init(_ bytes: Span<UInt8>) {
        guard bytes.count <= 8 else {
            self = .long(bytes.indices.map { bytes[$0] })
            return
        }
        var value: UInt64 = 0
        for index in bytes.indices { value |= UInt64(bytes[index]) << (8 * UInt64(index)) }
        self = .short(value, count: UInt8(bytes.count))
    }

    init(_ bytes: [UInt8]) { self.init(bytes.span) }

    /// Lends the bytes to `body`.
    func withSpan<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        switch self {
        case .long(let bytes): return try body(bytes.span)
        case .short(let value, let count):
            let bytes = InlineArray<8, UInt8> { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
            return try body(bytes.span.extracting(0..<Int(count)))
        }
    }

    var bytes: [UInt8] { withSpan { bytes in bytes.indices.map { bytes[$0] } } }
}
