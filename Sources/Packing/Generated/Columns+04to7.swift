// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack4(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let mask = Vector(repeating: 0xf)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 4 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 8 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 12 & mask) &+ adding, target, 3)
        unsafe store((w0 &>> 16 & mask) &+ adding, target, 4)
        unsafe store((w0 &>> 20 & mask) &+ adding, target, 5)
        unsafe store((w0 &>> 24 & mask) &+ adding, target, 6)
        unsafe store((w0 &>> 28) &+ adding, target, 7)
        unsafe store((w1 & mask) &+ adding, target, 8)
        unsafe store((w1 &>> 4 & mask) &+ adding, target, 9)
        unsafe store((w1 &>> 8 & mask) &+ adding, target, 10)
        unsafe store((w1 &>> 12 & mask) &+ adding, target, 11)
        unsafe store((w1 &>> 16 & mask) &+ adding, target, 12)
        unsafe store((w1 &>> 20 & mask) &+ adding, target, 13)
        unsafe store((w1 &>> 24 & mask) &+ adding, target, 14)
        unsafe store((w1 &>> 28) &+ adding, target, 15)
    }

    static func documents4(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let mask = Vector(repeating: 0xf)
        let d0 = w0 & mask
        let g1 = (w0 &>> 4 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 8 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 12 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w0 &>> 16 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w0 &>> 20 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w0 &>> 24 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w0 &>> 28) &+ one
        let d7 = d6 &+ g7
        let g8 = (w1 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w1 &>> 4 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w1 &>> 8 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w1 &>> 12 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w1 &>> 16 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w1 &>> 20 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w1 &>> 24 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w1 &>> 28) &+ one
        let d15 = d14 &+ g15
        let start = laneStarts(d15 &+ one, base)
        unsafe store(d0 &+ start, target, 0)
        unsafe store(d1 &+ start, target, 1)
        unsafe store(d2 &+ start, target, 2)
        unsafe store(d3 &+ start, target, 3)
        unsafe store(d4 &+ start, target, 4)
        unsafe store(d5 &+ start, target, 5)
        unsafe store(d6 &+ start, target, 6)
        unsafe store(d7 &+ start, target, 7)
        unsafe store(d8 &+ start, target, 8)
        unsafe store(d9 &+ start, target, 9)
        unsafe store(d10 &+ start, target, 10)
        unsafe store(d11 &+ start, target, 11)
        unsafe store(d12 &+ start, target, 12)
        unsafe store(d13 &+ start, target, 13)
        unsafe store(d14 &+ start, target, 14)
        unsafe store(d15 &+ start, target, 15)
        return d15[7] &+ start[7]
    }

    static func unpack5(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let half = unsafe loadHalf(source, 64)
        let mask = Vector(repeating: 0x1f)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 5 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 10 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 15 & mask) &+ adding, target, 3)
        unsafe store((w0 &>> 20 & mask) &+ adding, target, 4)
        unsafe store((w0 &>> 25 & mask) &+ adding, target, 5)
        unsafe store(((w0 &>> 30 | w1 &<< 2) & mask) &+ adding, target, 6)
        unsafe store((w1 &>> 3 & mask) &+ adding, target, 7)
        unsafe store((w1 &>> 8 & mask) &+ adding, target, 8)
        unsafe store((w1 &>> 13 & mask) &+ adding, target, 9)
        unsafe store((w1 &>> 18 & mask) &+ adding, target, 10)
        unsafe store((w1 &>> 23 & mask) &+ adding, target, 11)
        unsafe store(((w1 &>> 28 | half &<< 4) & mask) &+ adding, target, 12)
        unsafe store((half &>> 1 & mask) &+ adding, target, 13)
        unsafe store((half &>> 6 & mask) &+ adding, target, 14)
        unsafe store((half &>> 11 & mask) &+ adding, target, 15)
    }

    static func documents5(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let half = unsafe loadHalf(source, 64)
        let mask = Vector(repeating: 0x1f)
        let d0 = w0 & mask
        let g1 = (w0 &>> 5 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 10 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 15 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w0 &>> 20 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w0 &>> 25 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w0 &>> 30 | w1 &<< 2) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w1 &>> 3 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w1 &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w1 &>> 13 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w1 &>> 18 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w1 &>> 23 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w1 &>> 28 | half &<< 4) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (half &>> 1 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (half &>> 6 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 11 & mask) &+ one
        let d15 = d14 &+ g15
        let start = laneStarts(d15 &+ one, base)
        unsafe store(d0 &+ start, target, 0)
        unsafe store(d1 &+ start, target, 1)
        unsafe store(d2 &+ start, target, 2)
        unsafe store(d3 &+ start, target, 3)
        unsafe store(d4 &+ start, target, 4)
        unsafe store(d5 &+ start, target, 5)
        unsafe store(d6 &+ start, target, 6)
        unsafe store(d7 &+ start, target, 7)
        unsafe store(d8 &+ start, target, 8)
        unsafe store(d9 &+ start, target, 9)
        unsafe store(d10 &+ start, target, 10)
        unsafe store(d11 &+ start, target, 11)
        unsafe store(d12 &+ start, target, 12)
        unsafe store(d13 &+ start, target, 13)
        unsafe store(d14 &+ start, target, 14)
        unsafe store(d15 &+ start, target, 15)
        return d15[7] &+ start[7]
    }

    static func unpack6(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let mask = Vector(repeating: 0x3f)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 6 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 12 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 18 & mask) &+ adding, target, 3)
        unsafe store((w0 &>> 24 & mask) &+ adding, target, 4)
        unsafe store(((w0 &>> 30 | w1 &<< 2) & mask) &+ adding, target, 5)
        unsafe store((w1 &>> 4 & mask) &+ adding, target, 6)
        unsafe store((w1 &>> 10 & mask) &+ adding, target, 7)
        unsafe store((w1 &>> 16 & mask) &+ adding, target, 8)
        unsafe store((w1 &>> 22 & mask) &+ adding, target, 9)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 10)
        unsafe store((w2 &>> 2 & mask) &+ adding, target, 11)
        unsafe store((w2 &>> 8 & mask) &+ adding, target, 12)
        unsafe store((w2 &>> 14 & mask) &+ adding, target, 13)
        unsafe store((w2 &>> 20 & mask) &+ adding, target, 14)
        unsafe store((w2 &>> 26) &+ adding, target, 15)
    }

    static func documents6(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let mask = Vector(repeating: 0x3f)
        let d0 = w0 & mask
        let g1 = (w0 &>> 6 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 12 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 18 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w0 &>> 24 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w0 &>> 30 | w1 &<< 2) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w1 &>> 4 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w1 &>> 10 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w1 &>> 16 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w1 &>> 22 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w2 &>> 2 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w2 &>> 8 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w2 &>> 14 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w2 &>> 20 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w2 &>> 26) &+ one
        let d15 = d14 &+ g15
        let start = laneStarts(d15 &+ one, base)
        unsafe store(d0 &+ start, target, 0)
        unsafe store(d1 &+ start, target, 1)
        unsafe store(d2 &+ start, target, 2)
        unsafe store(d3 &+ start, target, 3)
        unsafe store(d4 &+ start, target, 4)
        unsafe store(d5 &+ start, target, 5)
        unsafe store(d6 &+ start, target, 6)
        unsafe store(d7 &+ start, target, 7)
        unsafe store(d8 &+ start, target, 8)
        unsafe store(d9 &+ start, target, 9)
        unsafe store(d10 &+ start, target, 10)
        unsafe store(d11 &+ start, target, 11)
        unsafe store(d12 &+ start, target, 12)
        unsafe store(d13 &+ start, target, 13)
        unsafe store(d14 &+ start, target, 14)
        unsafe store(d15 &+ start, target, 15)
        return d15[7] &+ start[7]
    }

    static func unpack7(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let half = unsafe loadHalf(source, 96)
        let mask = Vector(repeating: 0x7f)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 7 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 14 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 21 & mask) &+ adding, target, 3)
        unsafe store(((w0 &>> 28 | w1 &<< 4) & mask) &+ adding, target, 4)
        unsafe store((w1 &>> 3 & mask) &+ adding, target, 5)
        unsafe store((w1 &>> 10 & mask) &+ adding, target, 6)
        unsafe store((w1 &>> 17 & mask) &+ adding, target, 7)
        unsafe store((w1 &>> 24 & mask) &+ adding, target, 8)
        unsafe store(((w1 &>> 31 | w2 &<< 1) & mask) &+ adding, target, 9)
        unsafe store((w2 &>> 6 & mask) &+ adding, target, 10)
        unsafe store((w2 &>> 13 & mask) &+ adding, target, 11)
        unsafe store((w2 &>> 20 & mask) &+ adding, target, 12)
        unsafe store(((w2 &>> 27 | half &<< 5) & mask) &+ adding, target, 13)
        unsafe store((half &>> 2 & mask) &+ adding, target, 14)
        unsafe store((half &>> 9 & mask) &+ adding, target, 15)
    }

    static func documents7(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let half = unsafe loadHalf(source, 96)
        let mask = Vector(repeating: 0x7f)
        let d0 = w0 & mask
        let g1 = (w0 &>> 7 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 14 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 21 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w0 &>> 28 | w1 &<< 4) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w1 &>> 3 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w1 &>> 10 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w1 &>> 17 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w1 &>> 24 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w1 &>> 31 | w2 &<< 1) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w2 &>> 6 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w2 &>> 13 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w2 &>> 20 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w2 &>> 27 | half &<< 5) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (half &>> 2 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 9 & mask) &+ one
        let d15 = d14 &+ g15
        let start = laneStarts(d15 &+ one, base)
        unsafe store(d0 &+ start, target, 0)
        unsafe store(d1 &+ start, target, 1)
        unsafe store(d2 &+ start, target, 2)
        unsafe store(d3 &+ start, target, 3)
        unsafe store(d4 &+ start, target, 4)
        unsafe store(d5 &+ start, target, 5)
        unsafe store(d6 &+ start, target, 6)
        unsafe store(d7 &+ start, target, 7)
        unsafe store(d8 &+ start, target, 8)
        unsafe store(d9 &+ start, target, 9)
        unsafe store(d10 &+ start, target, 10)
        unsafe store(d11 &+ start, target, 11)
        unsafe store(d12 &+ start, target, 12)
        unsafe store(d13 &+ start, target, 13)
        unsafe store(d14 &+ start, target, 14)
        unsafe store(d15 &+ start, target, 15)
        return d15[7] &+ start[7]
    }
}
