/// The kernels once more, value by value and bit by bit, as the text of the format says.
enum Twins {
    /// A block of 128 values in `width` bits.
    static func packed(_ values: [UInt32], width: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16 * width)
        for (index, value) in values.enumerated() {
            let lane = index / 16
            for bit in 0..<width where value >> UInt32(bit) & 1 == 1 {
                let place = index % 16 * width + bit
                let target =
                    place / 32 < width / 2
                    ? (place / 32 * 32 + lane * 4) * 8 + place % 32
                    : (width / 2 * 32 + lane % 4 * 4) * 8 + lane / 4 * 16 + place % 32
                bytes[target / 8] |= 1 << UInt8(target % 8)
            }
        }
        return bytes
    }

    /// Values in the order in which blocks are unpacked.
    static func columns(_ values: [UInt32]) -> [UInt32] {
        var columns = [UInt32](repeating: 0, count: 128)
        for (index, value) in values.enumerated() { columns[index % 16 * 8 + index / 16] = value }
        return columns
    }

    /// The documents of gaps.
    static func documents(_ gaps: [UInt32], base: UInt32) -> [UInt32] {
        var next = base
        return gaps.map { gap in
            defer { next = next &+ gap &+ 1 }
            return next &+ gap
        }
    }

    /// Values as consecutive bits.
    static func stream(_ values: [UInt32], width: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (values.count * width + 7) / 8)
        for (index, value) in values.enumerated() {
            for bit in 0..<width where value >> UInt32(bit) & 1 == 1 {
                let place = index * width + bit
                bytes[place / 8] |= 1 << UInt8(place % 8)
            }
        }
        return bytes
    }

    /// What a posting scores.
    static func score(frequency: UInt32, factor: Float, weight: Float) -> UInt32 {
        let loss: Float = weight / (1 + Float(frequency) * factor)
        return 1 + UInt32((weight - loss).rounded(.toNearestOrEven))
    }
}
