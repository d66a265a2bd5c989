import Packing

/// What the kernels read and write: packed bytes, a block of documents with frequencies, norms, a window of sums, sets.
final class World {
    /// Documents a window.
    static let window = 4096
    /// Words of a block that is a set.
    static let blockWordCount = 6

    let bytes = World.allocate(UInt8.self, 8192)
    let output = World.allocate(UInt8.self, 8192)
    let documents = World.allocate(UInt32.self, 256)
    let frequencies = World.allocate(UInt32.self, 256)
    let narrow = World.allocate(UInt32.self, 256)
    let scores = World.allocate(UInt32.self, 256)
    let norms = World.allocate(UInt8.self, 65_536)
    let factors = World.allocate(Float.self, 256)
    let sums = World.allocate(UInt32.self, World.window + 64)
    let found = World.allocate(UInt32.self, World.window + 64)
    let foundScores = World.allocate(UInt32.self, World.window + 64)
    let words = World.allocate(UInt64.self, World.window / 64 + 1)
    let otherWords = World.allocate(UInt64.self, World.window / 64 + 1)
    /// A third of the documents, 128 of them.
    let block = World.allocate(UInt64.self, World.blockWordCount)
    let ascending = World.allocate(UInt32.self, 2048)

    init() {
        for index in 0..<8192 { bytes[index] = UInt8(truncatingIfNeeded: index &* 131 ^ index >> 4) }
        for index in 0..<65_536 { norms[index] = UInt8(60 + index / 1000) }
        for index in 0..<256 {
            factors[index] = 1 / (0.3 + 0.01 * Float(index))
            frequencies[index] = UInt32(1 + index * 7 % 4)
            narrow[index] = UInt32(index * 77 & 31)
        }
        for index in 0..<Self.window / 64 { words[index] = 0x1111_0421_8421_1042 &* UInt64(2 * index + 1) | 1 }
        for index in 0..<2048 { ascending[index] = UInt32(index * 31) }
        for index in 0..<128 { block[index * 3 / 64] |= 1 << UInt64(index * 3 % 64) }
        Columns.documents(bytes, width: 5, base: 100, into: documents)
    }

    deinit {
        bytes.deallocate()
        output.deallocate()
        for values in [documents, frequencies, narrow, scores, sums, found, foundScores, ascending] {
            values.deallocate()
        }
        norms.deallocate()
        factors.deallocate()
        words.deallocate()
        otherWords.deallocate()
        block.deallocate()
    }

    /// Memory of zeros, as a line of the cache begins, with as much behind it as the kernels may read.
    private static func allocate<Value: BitwiseCopyable>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<
        Value
    > {
        let byteCount = count * MemoryLayout<Value>.stride + 64
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        return memory.bindMemory(to: type, capacity: count)
    }
}
