internal import CZlib

/// Gzip as a stream: members in a row, and zero bytes after the last as tape tools leave them.
@safe final class GzipDecoder: StreamDecoder {
    private enum State { case inMember, betweenMembers, padding }

    /// Owned, and at one address from `init` to `deinit` because zlib keeps a pointer to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var state = State.inMember

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 more for the gzip wrapper alone.
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    func decode(
        _ input: Span<UInt8>, outputByteCountMax: Int, offset: Int, step: inout DecodingStep
    ) throws(CompressionError) -> [UInt8] {
        if state != .inMember {
            guard try beginMember(input, offset: offset, step: &step) else { return [] }
        }
        var status = Z_OK
        let stream = unsafe stream
        let output = unsafe [UInt8](unsafeUninitializedCapacity: outputByteCountMax) { buffer, count in
            unsafe input.withUnsafeBufferPointer { source in
                // zlib does not write to its input; the C type only lacks the const.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(source.count)
                unsafe stream.pointee.next_out = buffer.baseAddress
                unsafe stream.pointee.avail_out = UInt32(outputByteCountMax)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                step.consumed = unsafe source.count - Int(stream.pointee.avail_in)
                count = unsafe outputByteCountMax - Int(stream.pointee.avail_out)
            }
        }
        try check(status, offset: offset + step.consumed)
        step.isBetweenFrames = state == .betweenMembers
        return output
    }

    /// Decides between another member, padding and the end; true when a member begins with `input`.
    private func beginMember(
        _ input: Span<UInt8>, offset: Int, step: inout DecodingStep
    ) throws(CompressionError) -> Bool {
        step.isBetweenFrames = true
        guard input.count > 0 else { return false }
        if input[0] == 0 { state = .padding }
        guard state == .padding else {
            unsafe inflateReset(stream)
            state = .inMember
            return true
        }
        for index in input.indices where input[index] != 0 {
            throw CompressionError(
                code: .corrupt, offset: offset + index, reason: "bytes that are no gzip member follow the padding")
        }
        step.consumed = input.count
        return false
    }

    private func check(_ status: Int32, offset: Int) throws(CompressionError) {
        switch status {
        case Z_OK, Z_BUF_ERROR: break  // The latter only says that it waits for input or room.
        case Z_STREAM_END: state = .betweenMembers
        default:
            let detail = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "status \(status)"
            throw CompressionError(code: .corrupt, offset: offset, reason: "bad gzip data: \(detail)")
        }
    }
}
