import CZMQ
import Glibc

extension Socket {
    /// Sends a message whole, without ever waiting.
    ///
    /// - Throws: ``ZeroMQError`` of code ``ZeroMQError/Code/wouldBlock`` when no peer can take it now,
    ///   ``ZeroMQError/Code/unroutable`` when a ROUTER knows no such peer. Nothing was sent then.
    /// - Precondition: the message has a frame.
    public func send(_ message: Message) throws(ZeroMQError) {
        precondition(!message.isEmpty, "a message without frames cannot be sent")
        let handle = unsafe open("send")
        let last = message.count - 1
        for (index, frame) in message.frames.enumerated() {
            let flags = index < last ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
            try unsafe send(frame, flags: flags, on: handle)
        }
    }

    /// Sends a message, waiting for a peer that can take it.
    ///
    /// - Throws: ``ZeroMQError`` of code ``ZeroMQError/Code/wouldBlock`` when none could in time.
    /// - Precondition: not a ROUTER, on which libzmq may wait for ever.
    public func send(_ message: Message, within timeout: Duration) throws(ZeroMQError) {
        precondition(kind != .router, "a ROUTER never waits to send: a peer that went away would hold it for ever")
        let deadline = ContinuousClock.now + timeout
        while true {
            do {
                return try send(message)
            } catch  where error.code == .wouldBlock {
                let left = deadline - .now
                guard left > .zero, try wait(for: .writable, within: left) else { throw error }
            }
        }
    }

    /// Receives a message whole if one is there.
    public func receive() throws(ZeroMQError) -> Message? {
        let handle = unsafe open("receive")
        guard let first = try unsafe receiveFrame(on: handle) else { return nil }
        var frames = [first.frame]
        var hasMore = first.hasMore
        while hasMore {
            // libzmq delivers the frames of a message together, so the rest is there already.
            guard let next = try unsafe receiveFrame(on: handle) else {
                throw ZeroMQError(operation: "receive", endpoint: endpoint, number: EAGAIN)
            }
            frames.append(next.frame)
            hasMore = next.hasMore
        }
        return Message(frames)
    }

    /// Receives a message whole if one is there, in place of what `buffer` held.
    ///
    /// - Returns: Whether one was there; `buffer` is empty where none was.
    public func receive(into buffer: MessageBuffer) throws(ZeroMQError) -> Bool {
        let handle = unsafe open("receive")
        return try unsafe buffer.fill { (slot) throws(ZeroMQError) in
            while unsafe zmq_msg_recv(slot, handle, ZMQ_DONTWAIT) == -1 {
                let number = zmq_errno()
                if number == EAGAIN { return nil }
                if number != EINTR { throw ZeroMQError(operation: "receive", endpoint: endpoint, number: number) }
            }
            return unsafe zmq_msg_more(slot) != 0
        }
    }

    /// Sends a copy of `bytes` as the next frame of a message, without ever waiting.
    ///
    /// What fails, fails with the first frame: then nothing was sent, and the others must not be.
    ///
    /// - Parameter hasMore: Whether further frames of the same message follow.
    /// - Throws: As ``send(_:)``.
    public func send(frame bytes: Span<UInt8>, hasMore: Bool) throws(ZeroMQError) {
        let handle = unsafe open("send")
        let flags = hasMore ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
        let number = unsafe bytes.withUnsafeBytes { bytes in
            while unsafe zmq_send(handle, bytes.baseAddress, bytes.count, flags) == -1 {
                let number = zmq_errno()
                if number != EINTR { return number }
            }
            return 0
        }
        if number != 0 { throw ZeroMQError(operation: "send", endpoint: endpoint, number: number) }
    }

    /// Sends a message of copies of `frames`, without ever waiting.
    ///
    /// - Throws: As ``send(_:)``.
    public func send(frames: [[UInt8]]) throws(ZeroMQError) {
        for (index, frame) in frames.enumerated() {
            try send(frame: frame.span, hasMore: index < frames.count - 1)
        }
    }

    /// Receives a message, waiting for one at most `timeout`; `nil` when none came.
    public func receive(within timeout: Duration) throws(ZeroMQError) -> Message? {
        let deadline = ContinuousClock.now + timeout
        while true {
            if let message = try receive() { return message }
            let left = deadline - .now
            guard left > .zero, try wait(for: .readable, within: left) else { return nil }
        }
    }

    private func wait(for interest: Readiness, within timeout: Duration) throws(ZeroMQError) -> Bool {
        var poller = Poller()
        poller.add(self, for: interest)
        return try !poller.wait(timeout: timeout).isEmpty
    }

    @unsafe private func send(
        _ frame: Frame, flags: Int32, on handle: UnsafeMutableRawPointer
    ) throws(ZeroMQError) {
        var slot = zmq_msg_t()
        unsafe frame.storage.share(with: &slot)
        while unsafe zmq_msg_send(&slot, handle, flags) == -1 {
            let number = zmq_errno()
            if number == EINTR { continue }
            unsafe zmq_msg_close(&slot)
            throw ZeroMQError(operation: "send", endpoint: endpoint, number: number)
        }
    }

    @unsafe private func receiveFrame(
        on handle: UnsafeMutableRawPointer
    ) throws(ZeroMQError) -> (frame: Frame, hasMore: Bool)? {
        let slot = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        unsafe zmq_msg_init(slot)
        while unsafe zmq_msg_recv(slot, handle, ZMQ_DONTWAIT) == -1 {
            let number = zmq_errno()
            if number == EINTR { continue }
            unsafe zmq_msg_close(slot)
            unsafe slot.deallocate()
            if number == EAGAIN { return nil }
            throw ZeroMQError(operation: "receive", endpoint: endpoint, number: number)
        }
        let hasMore = unsafe zmq_msg_more(slot) != 0
        return unsafe (Frame(storage: FrameStorage(adopting: slot)), hasMore)
    }
}
