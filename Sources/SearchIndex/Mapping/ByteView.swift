/// A part of a mapped file. Every read is checked against its bounds and throws where the bytes end too soon, so that
/// damage never leads beyond them.
@safe struct ByteView: @unchecked Sendable {
    // The memory is never written to, and the owner that is held keeps it mapped.

    private let owner: Mapping
    private let start: UnsafeRawPointer
    /// Bytes in the view.
    let count: Int
    /// The section that errors name.
    let section: String?

    /// - Precondition: `count` bytes from `start` are mapped as long as the owner lives.
    @unsafe init(owner: Mapping, start: UnsafeRawPointer, count: Int, section: String?) {
        self.owner = owner
        unsafe self.start = start
        self.count = count
        self.section = section
    }

    /// The file's path.
    var path: String { owner.path }

    /// Whether the file still is where it was opened, and no other in its place.
    var isInPlace: Bool { owner.isInPlace }

    /// Tells the system how the bytes will be read.
    func advise(_ pattern: Mapping.Pattern) {
        unsafe Mapping.advise(start, count, pattern)
    }

    /// An error that names file and section.
    func damaged(_ reason: String) -> IndexError {
        IndexError(
            .damaged, path: path, section: section,
            reason: "\(reason); the index is to be built again from its documents")
    }

    /// A part of the view.
    @inline(__always)
    func slice(_ offset: Int, _ count: Int, section: String? = nil) throws(IndexError) -> ByteView {
        try check(offset, count)
        return unsafe ByteView(
            owner: owner, start: start + offset, count: count, section: section ?? self.section)
    }

    /// Throws unless so many bytes follow the offset.
    @inline(__always)
    func check(_ offset: Int, _ byteCount: Int) throws(IndexError) {
        guard offset >= 0, byteCount >= 0, offset <= count, byteCount <= count &- offset else {
            throw outside(offset, byteCount)
        }
    }

    @inline(never)
    private func outside(_ offset: Int, _ byteCount: Int) -> IndexError {
        damaged("\(byteCount) bytes are expected at \(offset), of \(count)")
    }

    /// A little-endian integer at any alignment.
    @inline(__always)
    func load<Value: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as type: Value.Type) throws(IndexError)
        -> Value
    {
        try check(offset, MemoryLayout<Value>.size)
        return unsafe Value(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// One byte.
    @inline(__always)
    func byte(_ offset: Int) throws(IndexError) -> UInt8 { try load(offset, as: UInt8.self) }

    /// A variable-length integer (seven bits a byte, least significant first, the high bit set on all but the last);
    /// moves the offset behind it.
    @inline(__always)
    func varint(_ offset: inout Int) throws(IndexError) -> UInt64 {
        let first = try byte(offset)
        offset &+= 1
        return first < 0x80 ? UInt64(first) : try longVarint(&offset, first: first)
    }

    private func longVarint(_ offset: inout Int, first: UInt8) throws(IndexError) -> UInt64 {
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while shift < 64 {
            let byte = try byte(offset)
            offset &+= 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw damaged("an integer at \(offset) does not end")
    }

    /// A variable-length integer that is a count or offset and has to be at most `max`.
    @inline(__always)
    func varint(_ offset: inout Int, max: Int) throws(IndexError) -> Int {
        let value = try varint(&offset)
        guard value <= UInt64(max) else { throw tooLarge(value, max: max, offset) }
        return Int(value)
    }

    @inline(never)
    private func tooLarge(_ value: UInt64, max: Int, _ offset: Int) -> IndexError {
        damaged("an integer before \(offset) is \(value), at most \(max) is possible")
    }

    /// A copy of a part.
    func array(_ offset: Int, _ byteCount: Int) throws(IndexError) -> [UInt8] {
        try check(offset, byteCount)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start + offset, count: byteCount))
    }

    /// Appends a part to an array.
    @inline(__always)
    func append(_ offset: Int, _ byteCount: Int, to array: inout [UInt8]) throws(IndexError) {
        try check(offset, byteCount)
        unsafe array.append(contentsOf: UnsafeRawBufferPointer(start: start + offset, count: byteCount))
    }

    /// Calls `body` with the bytes, which live for the call.
    @inline(__always)
    func withSpan<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: count).bytes)
    }

    /// Where a part begins, for reads that were checked as a whole.
    ///
    /// The caller keeps the view, and reads no more than `byteCount` bytes.
    @inline(__always) @unsafe
    func pointer(_ offset: Int, _ byteCount: Int) throws(IndexError) -> UnsafeRawPointer {
        try check(offset, byteCount)
        return unsafe start + offset
    }

    /// Bytewise order of a part and a key.
    func compare(_ offset: Int, _ byteCount: Int, with key: [UInt8]) throws(IndexError) -> Int {
        try check(offset, byteCount)
        return unsafe key.withUnsafeBytes { unsafe compareBytes(.init(start: start + offset, count: byteCount), $0) }
    }
}
