/// The code of a length by its definition: the largest code whose length is not larger.
enum LengthOracle {
    static func length(_ code: UInt8) -> Int {
        code < 32 ? Int(code) : (16 + Int(code) % 16) * (1 << (Int(code) / 16 - 1))
    }

    static func code(_ length: Int) -> UInt8 {
        (0...255).last { self.length($0) <= length } ?? 0
    }
}
