import CZMQ

/// The message that a socket received last: libzmq's own buffers, lent out until the next one is received.
///
/// For loops that take thousands of messages a second: nothing is allocated for a message, where a ``Message`` costs an
/// object a frame. Belongs to the thread that receives into it.
@safe public final class MessageBuffer {
    /// Initialized messages of libzmq, of which the first ``count`` hold frames.
    private var slots: UnsafeMutableBufferPointer<zmq_msg_t>
    /// The number of frames.
    public private(set) var count = 0

    /// A buffer without a message.
    public init() {
        unsafe slots = Self.slots(count: 8)
    }

    deinit {
        for index in unsafe slots.indices { unsafe zmq_msg_close(slots.baseAddress! + index) }
        unsafe slots.deallocate()
    }

    /// The number of bytes of a frame.
    public func byteCount(at index: Int) -> Int {
        unsafe zmq_msg_size(slot(index))
    }

    /// A copy of a frame.
    public func bytes(at index: Int) -> [UInt8] {
        unsafe [UInt8](frame(index))
    }

    /// Lends the bytes of a frame to `body`.
    public func withSpan<R, E: Error>(at index: Int, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        let buffer = unsafe UnsafeBufferPointer(frame(index))
        let span = unsafe buffer.span
        let result = try body(span)
        withExtendedLifetime(self) {}
        return result
    }

    /// Receives a message by `receive`, which puts a frame into the slot it is given and returns whether more follow, or
    /// nil where there is none.
    ///
    /// - Returns: Whether there was a message.
    func fill<E: Error>(_ receive: (UnsafeMutablePointer<zmq_msg_t>) throws(E) -> Bool?) throws(E) -> Bool {
        count = 0
        var hasMore = true
        while hasMore {
            if unsafe count == slots.count { grow() }
            guard let more = try unsafe receive(slots.baseAddress! + count) else { return false }
            count += 1
            hasMore = more
        }
        return true
    }

    private func slot(_ index: Int) -> UnsafeMutablePointer<zmq_msg_t> {
        precondition(index >= 0 && index < count, "there is no frame \(index) in a message of \(count)")
        return unsafe slots.baseAddress! + index
    }

    private func frame(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let slot = unsafe slot(index)
        let start = unsafe zmq_msg_data(slot)?.assumingMemoryBound(to: UInt8.self)
        return unsafe UnsafeMutableBufferPointer(start: start, count: zmq_msg_size(slot))
    }

    private func grow() {
        let old = unsafe slots
        unsafe slots = Self.slots(count: old.count * 2)
        for index in old.indices {
            unsafe zmq_msg_move(slots.baseAddress! + index, old.baseAddress! + index)
            unsafe zmq_msg_close(old.baseAddress! + index)
        }
        unsafe old.deallocate()
    }

    private static func slots(count: Int) -> UnsafeMutableBufferPointer<zmq_msg_t> {
        let slots = UnsafeMutableBufferPointer<zmq_msg_t>.allocate(capacity: count)
        for index in slots.indices { unsafe zmq_msg_init(slots.baseAddress! + index) }
        return unsafe slots
    }
}
