extension Bits {
    /// Writes the documents of a set, ascending.
    ///
    /// - Parameters:
    ///   - words: `count` words.
    ///   - base: The document of the first bit.
    ///   - target: Room for as many as bits are set, and for 8 more, which may be written too.
    /// - Returns: How many there are.
    public static func documents(
        _ words: UnsafePointer<UInt64>, count: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var found = 0
        var first = base
        for index in 0..<count {
            let word = unsafe words[index]
            let ones = word.nonzeroBitCount
            if ones >= thickCount {
                unsafe writeThick(word, first, target + found)
            } else if ones > 0 {
                unsafe writeThin(word, first, target + found)
            }
            found &+= ones
            first &+= 64
        }
        return found
    }

    /// Writes the documents of a block that is a set, ascending; false when there are not 128 of them, and then fewer may
    /// have been written.
    ///
    /// - Parameters:
    ///   - source: The set's words, little-endian, at any alignment.
    ///   - count: How many words there are.
    ///   - base: The document of the first bit.
    ///   - target: Room for 136 documents, of which the last 8 may be written too.
    public static func block(
        _ source: UnsafeRawPointer, count: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        var first = base
        var found = 0
        for index in 0..<count {
            let bytes = unsafe source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
            let word = UInt64(littleEndian: bytes)
            let ones = word.nonzeroBitCount
            guard found &+ ones <= 128 else { return false }
            if ones >= thickCount {
                unsafe writeThick(word, first, target + found)
            } else {
                unsafe writeThin(word, first, target + found)
            }
            found &+= ones
            first &+= 64
        }
        return found == 128
    }

    /// From how many bits a word is written by bytes. A byte costs as much as one bit looked for.
    @inline(__always)
    private static var thickCount: Int { 7 }

    /// Writes a word's documents, for each byte eight of which the first are right. Writes up to 8 more than there are.
    @inline(__always)
    private static func writeThick(
        _ word: UInt64, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) {
        var rest = word
        var target = unsafe target
        var first = Vector(repeating: base)
        for _ in 0..<8 {
            let byte = UInt8(truncatingIfNeeded: rest)
            unsafe store(ByteLanes.bits(byte) &+ first, target, 0)
            unsafe target += byte.nonzeroBitCount
            rest &>>= 8
            first &+= 8
        }
    }

    /// Writes a word's documents one by one.
    @inline(__always)
    private static func writeThin(_ word: UInt64, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>) {
        var rest = word
        var target = unsafe target
        while rest != 0 {
            unsafe target.pointee = base &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)
            unsafe target += 1
            rest &= rest &- 1
        }
    }
}

/// For each byte which of its bits are set.
enum ByteLanes {
    /// The numbers of the bits that are set, ascending, then zeros.
    @inline(__always)
    static func bits(_ byte: UInt8) -> Vector {
        let first = Int(byte) &* 4
        // Read as one vector.
        let pairs = SIMD4<UInt64>(words[first], words[first &+ 1], words[first &+ 2], words[first &+ 3])
        return unsafe unsafeBitCast(pairs, to: Vector.self)
    }
}
