/// A message of one or more frames, sent and received whole.
public struct Message: Sendable, Equatable {
    /// The frames in order.
    public var frames: [Frame]

    /// A message of the given frames.
    public init(_ frames: [Frame]) {
        self.frames = frames
    }

    /// A message of one frame that holds a copy of `bytes`.
    public init(_ bytes: [UInt8]) {
        frames = [Frame(bytes)]
    }

    /// A message of one frame that holds the UTF-8 of `text`.
    public init(_ text: String) {
        frames = [Frame(text)]
    }

    /// The bytes of all frames together.
    public var byteCount: Int { frames.reduce(0) { $0 + $1.byteCount } }
}

extension Message: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
    public init() { frames = [] }
    public var startIndex: Int { 0 }
    public var endIndex: Int { frames.count }
    public subscript(position: Int) -> Frame {
        get { frames[position] }
        set { frames[position] = newValue }
    }
    public mutating func replaceSubrange(_ range: Range<Int>, with newFrames: some Collection<Frame>) {
        frames.replaceSubrange(range, with: newFrames)
    }
}

extension Message: ExpressibleByArrayLiteral {
    public init(arrayLiteral frames: Frame...) { self.frames = frames }
}
