/// Memory for trivial values that grows as they are appended and is used again.
@safe struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    // The memory belongs to the value alone, which frees it; `count` elements of `capacity` are initialised.

    private(set) var start: UnsafeMutablePointer<Element>
    private var capacity: Int
    /// How many values there are. Set to fewer to forget some, or to more that were written behind the end before.
    var count = 0 {
        didSet { precondition(count <= capacity, "more than there is room for") }
    }

    init(capacity: Int = 256) {
        self.capacity = capacity
        unsafe start = .allocate(capacity: capacity)
    }

    deinit { unsafe start.deallocate() }

    /// Where the next value is written.
    @inline(__always)
    var end: UnsafeMutablePointer<Element> { unsafe start + count }

    /// Makes room for further values, which may be written behind the end.
    @inline(__always)
    mutating func reserve(_ additional: Int) {
        if capacity &- count < additional { grow(additional) }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let larger = max(2 * capacity, count + additional)
        let target = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        unsafe target.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = target
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ value: Element) {
        reserve(1)
        unsafe end.pointee = value
        count &+= 1
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "outside of what was appended")
        return unsafe start[index]
    }
}
