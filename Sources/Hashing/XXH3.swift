// Hashing: XXH3 checksums and content names.
//
// Imports only the C library. It never hashes for security: XXH3 finds damage and names content, an adversary can
// make collisions.

internal import CXXHash

/// The XXH3 family of non-cryptographic hashes: 64 bits for checksums, 128 bits for names made from content.
///
/// All functions are pure and may be called from any thread.
public enum XXH3 {
    /// The 64-bit hash of `bytes`; the hash of no bytes is defined too.
    ///
    /// - Complexity: O(n), several bytes a cycle.
    public static func hash64(_ bytes: Span<UInt8>) -> UInt64 {
        unsafe bytes.withUnsafeBufferPointer { unsafe XXH3_64bits($0.baseAddress, $0.count) }
    }

    /// The 64-bit hash of `bytes`.
    public static func hash64(_ bytes: [UInt8]) -> UInt64 { hash64(bytes.span) }

    /// The 64-bit hash of `bytes`.
    public static func hash64(_ bytes: RawSpan) -> UInt64 {
        unsafe bytes.withUnsafeBytes { unsafe XXH3_64bits($0.baseAddress, $0.count) }
    }

    /// The 128-bit hash of `bytes`.
    public static func hash128(_ bytes: Span<UInt8>) -> Hash128 {
        unsafe bytes.withUnsafeBufferPointer { Hash128(unsafe XXH3_128bits($0.baseAddress, $0.count)) }
    }

    /// The 128-bit hash of `bytes`.
    public static func hash128(_ bytes: [UInt8]) -> Hash128 { hash128(bytes.span) }

    /// The 128-bit hash of `bytes`.
    public static func hash128(_ bytes: RawSpan) -> Hash128 {
        unsafe bytes.withUnsafeBytes { Hash128(unsafe XXH3_128bits($0.baseAddress, $0.count)) }
    }
}

extension Hash128 {
    fileprivate init(_ hash: XXH128_hash_t) {
        self.init(high: hash.high64, low: hash.low64)
    }
}

/// A 128-bit hash fed piece by piece: equal to `XXH3.hash128` of the pieces joined.
///
/// Belongs to one thread at a time.
@safe public struct XXH3Hasher128: ~Copyable {
    /// Owned: created in `init`, freed in `deinit`.
    private let state: OpaquePointer

    /// An empty hasher.
    public init() {
        guard let state = unsafe XXH3_createState() else { preconditionFailure("no memory for a hash state") }
        unsafe self.state = state
        _ = unsafe XXH3_128bits_reset(state)
    }

    deinit { _ = unsafe XXH3_freeState(state) }

    /// Appends `bytes` to what is hashed.
    public mutating func update(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { buffer in
            // An empty buffer may have no address, which the library refuses.
            guard let base = buffer.baseAddress else { return }
            _ = unsafe XXH3_128bits_update(state, base, buffer.count)
        }
    }

    /// Appends `bytes` to what is hashed.
    public mutating func update(_ bytes: [UInt8]) { unsafe update(bytes.span.bytes) }

    /// The hash of all bytes given so far; more may follow.
    public func finalize() -> Hash128 {
        Hash128(unsafe XXH3_128bits_digest(state))
    }
}
