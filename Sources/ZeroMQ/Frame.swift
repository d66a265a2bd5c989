import CZMQ
import Synchronization

/// One part of a message: bytes that do not change.
///
/// A received frame is libzmq's own buffer, lent out and never copied; the copies of a frame share it. Sending a frame
/// shares it with libzmq as well. Usable from any thread.
public struct Frame: Sendable {
    let storage: FrameStorage

    /// A frame that holds a copy of `bytes`, the only copy on the way out.
    public init(_ bytes: some Collection<UInt8>) {
        unsafe self.init(byteCount: bytes.count) { buffer in
            _ = unsafe buffer.initialize(fromContentsOf: bytes)
        }
    }

    /// A frame that holds the UTF-8 of `text`.
    public init(_ text: String) {
        self.init(text.utf8)
    }

    /// A frame of `byteCount` bytes that `initialize` writes straight into libzmq's buffer.
    @unsafe public init(byteCount: Int, initializingWith initialize: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        precondition(byteCount >= 0, "a frame cannot have \(byteCount) bytes")
        storage = unsafe FrameStorage { unsafe zmq_msg_init_size($0, byteCount) }
        unsafe initialize(storage.buffer)
    }

    /// A frame over memory that it does not copy, as a part of a mapped file. `owner` is kept until libzmq has sent
    /// the bytes, and let go on a thread of libzmq's.
    ///
    /// - Precondition: `bytes` stays as it is while `owner` lives.
    @unsafe public init(sharing bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            self.init([])
            return
        }
        let hint = unsafe Unmanaged.passRetained(owner as AnyObject).toOpaque()
        let storage = unsafe FrameStorage { slot in
            unsafe zmq_msg_init_data(
                slot, UnsafeMutableRawPointer(mutating: start), bytes.count,
                { _, hint in
                    if let hint = unsafe hint { unsafe Unmanaged<AnyObject>.fromOpaque(hint).release() }
                }, hint)
        }
        self.init(storage: storage)
    }

    init(storage: FrameStorage) {
        self.storage = storage
    }

    /// The number of bytes.
    public var byteCount: Int { unsafe storage.buffer.count }
    /// Whether the frame has no bytes, as the delimiter of a REQ.
    public var isEmpty: Bool { byteCount == 0 }
    /// A copy of the bytes.
    public var bytes: [UInt8] { unsafe [UInt8](storage.buffer) }
    /// The bytes as text, with U+FFFD where they are not UTF-8.
    public var text: String { unsafe String(decoding: storage.buffer, as: UTF8.self) }

    /// Lends the bytes to `body`.
    public func withSpan<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        let buffer = unsafe UnsafeBufferPointer(storage.buffer)
        let span = unsafe buffer.span
        let result = try body(span)
        withExtendedLifetime(storage) {}
        return result
    }

    /// Lends the bytes to `body` as raw memory, for the coders that want it.
    @unsafe public func withUnsafeBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let result = try unsafe body(UnsafeRawBufferPointer(storage.buffer))
        withExtendedLifetime(storage) {}
        return result
    }
}

extension Frame: Equatable {
    public static func == (left: Frame, right: Frame) -> Bool {
        unsafe left.storage === right.storage || left.storage.buffer.elementsEqual(right.storage.buffer)
    }
}

extension Frame: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

/// The owner of one `zmq_msg_t`, which must not move in memory while it is in use.
// The bytes are written before the frame is handed out and never after. The message's own header is changed by
// `zmq_msg_copy` alone, which `lock` guards.
@safe final class FrameStorage: @unchecked Sendable {
    private let slot: UnsafeMutablePointer<zmq_msg_t>
    private let lock = Mutex(())
    /// The bytes, valid while this object lives.
    let buffer: UnsafeMutableBufferPointer<UInt8>

    /// Takes the message that `initialize` puts into the slot it is given.
    init(_ initialize: (UnsafeMutablePointer<zmq_msg_t>) -> Int32) {
        unsafe slot = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        precondition(unsafe initialize(slot) == 0, "libzmq has no memory for a message: errno \(zmq_errno())")
        unsafe buffer = Self.buffer(of: slot)
    }

    /// Takes over the message in a slot that the caller allocated and filled.
    init(adopting slot: UnsafeMutablePointer<zmq_msg_t>) {
        unsafe self.slot = slot
        unsafe buffer = Self.buffer(of: slot)
    }

    private static func buffer(of slot: UnsafeMutablePointer<zmq_msg_t>) -> UnsafeMutableBufferPointer<UInt8> {
        let byteCount = unsafe zmq_msg_size(slot)
        let start = unsafe zmq_msg_data(slot)?.assumingMemoryBound(to: UInt8.self)
        return unsafe UnsafeMutableBufferPointer(start: start, count: byteCount)
    }

    /// Makes `target` share this message's bytes.
    func share(with target: UnsafeMutablePointer<zmq_msg_t>) {
        unsafe zmq_msg_init(target)
        lock.withLock { _ in
            let code = unsafe zmq_msg_copy(target, slot)
            precondition(code == 0, "libzmq could not share a message: errno \(zmq_errno())")
        }
    }

    deinit {
        unsafe zmq_msg_close(slot)
        unsafe slot.deallocate()
    }
}
