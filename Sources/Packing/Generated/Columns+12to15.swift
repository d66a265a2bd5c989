// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack12(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let mask = Vector(repeating: 0xfff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 12 & mask) &+ adding, target, 1)
        unsafe store(((w0 &>> 24 | w1 &<< 8) & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 4 & mask) &+ adding, target, 3)
        unsafe store((w1 &>> 16 & mask) &+ adding, target, 4)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 5)
        unsafe store((w2 &>> 8 & mask) &+ adding, target, 6)
        unsafe store((w2 &>> 20) &+ adding, target, 7)
        unsafe store((w3 & mask) &+ adding, target, 8)
        unsafe store((w3 &>> 12 & mask) &+ adding, target, 9)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 10)
        unsafe store((w4 &>> 4 & mask) &+ adding, target, 11)
        unsafe store((w4 &>> 16 & mask) &+ adding, target, 12)
        unsafe store(((w4 &>> 28 | w5 &<< 4) & mask) &+ adding, target, 13)
        unsafe store((w5 &>> 8 & mask) &+ adding, target, 14)
        unsafe store((w5 &>> 20) &+ adding, target, 15)
    }

    static func documents12(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let mask = Vector(repeating: 0xfff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 12 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w0 &>> 24 | w1 &<< 8) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 4 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w1 &>> 16 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w2 &>> 8 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w2 &>> 20) &+ one
        let d7 = d6 &+ g7
        let g8 = (w3 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w3 &>> 12 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w4 &>> 4 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w4 &>> 16 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w4 &>> 28 | w5 &<< 4) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w5 &>> 8 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w5 &>> 20) &+ one
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

    static func unpack13(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let half = unsafe loadHalf(source, 192)
        let mask = Vector(repeating: 0x1fff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 13 & mask) &+ adding, target, 1)
        unsafe store(((w0 &>> 26 | w1 &<< 6) & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 7 & mask) &+ adding, target, 3)
        unsafe store(((w1 &>> 20 | w2 &<< 12) & mask) &+ adding, target, 4)
        unsafe store((w2 &>> 1 & mask) &+ adding, target, 5)
        unsafe store((w2 &>> 14 & mask) &+ adding, target, 6)
        unsafe store(((w2 &>> 27 | w3 &<< 5) & mask) &+ adding, target, 7)
        unsafe store((w3 &>> 8 & mask) &+ adding, target, 8)
        unsafe store(((w3 &>> 21 | w4 &<< 11) & mask) &+ adding, target, 9)
        unsafe store((w4 &>> 2 & mask) &+ adding, target, 10)
        unsafe store((w4 &>> 15 & mask) &+ adding, target, 11)
        unsafe store(((w4 &>> 28 | w5 &<< 4) & mask) &+ adding, target, 12)
        unsafe store((w5 &>> 9 & mask) &+ adding, target, 13)
        unsafe store(((w5 &>> 22 | half &<< 10) & mask) &+ adding, target, 14)
        unsafe store((half &>> 3 & mask) &+ adding, target, 15)
    }

    static func documents13(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let half = unsafe loadHalf(source, 192)
        let mask = Vector(repeating: 0x1fff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 13 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w0 &>> 26 | w1 &<< 6) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 7 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w1 &>> 20 | w2 &<< 12) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w2 &>> 1 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w2 &>> 14 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w2 &>> 27 | w3 &<< 5) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w3 &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w3 &>> 21 | w4 &<< 11) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w4 &>> 2 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w4 &>> 15 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w4 &>> 28 | w5 &<< 4) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w5 &>> 9 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w5 &>> 22 | half &<< 10) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 3 & mask) &+ one
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

    static func unpack14(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let mask = Vector(repeating: 0x3fff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 14 & mask) &+ adding, target, 1)
        unsafe store(((w0 &>> 28 | w1 &<< 4) & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 10 & mask) &+ adding, target, 3)
        unsafe store(((w1 &>> 24 | w2 &<< 8) & mask) &+ adding, target, 4)
        unsafe store((w2 &>> 6 & mask) &+ adding, target, 5)
        unsafe store(((w2 &>> 20 | w3 &<< 12) & mask) &+ adding, target, 6)
        unsafe store((w3 &>> 2 & mask) &+ adding, target, 7)
        unsafe store((w3 &>> 16 & mask) &+ adding, target, 8)
        unsafe store(((w3 &>> 30 | w4 &<< 2) & mask) &+ adding, target, 9)
        unsafe store((w4 &>> 12 & mask) &+ adding, target, 10)
        unsafe store(((w4 &>> 26 | w5 &<< 6) & mask) &+ adding, target, 11)
        unsafe store((w5 &>> 8 & mask) &+ adding, target, 12)
        unsafe store(((w5 &>> 22 | w6 &<< 10) & mask) &+ adding, target, 13)
        unsafe store((w6 &>> 4 & mask) &+ adding, target, 14)
        unsafe store((w6 &>> 18) &+ adding, target, 15)
    }

    static func documents14(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let mask = Vector(repeating: 0x3fff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 14 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w0 &>> 28 | w1 &<< 4) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 10 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w1 &>> 24 | w2 &<< 8) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w2 &>> 6 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w2 &>> 20 | w3 &<< 12) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w3 &>> 2 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w3 &>> 16 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w3 &>> 30 | w4 &<< 2) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w4 &>> 12 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w4 &>> 26 | w5 &<< 6) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w5 &>> 8 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w5 &>> 22 | w6 &<< 10) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w6 &>> 4 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w6 &>> 18) &+ one
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

    static func unpack15(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let half = unsafe loadHalf(source, 224)
        let mask = Vector(repeating: 0x7fff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 15 & mask) &+ adding, target, 1)
        unsafe store(((w0 &>> 30 | w1 &<< 2) & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 13 & mask) &+ adding, target, 3)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 4)
        unsafe store((w2 &>> 11 & mask) &+ adding, target, 5)
        unsafe store(((w2 &>> 26 | w3 &<< 6) & mask) &+ adding, target, 6)
        unsafe store((w3 &>> 9 & mask) &+ adding, target, 7)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 8)
        unsafe store((w4 &>> 7 & mask) &+ adding, target, 9)
        unsafe store(((w4 &>> 22 | w5 &<< 10) & mask) &+ adding, target, 10)
        unsafe store((w5 &>> 5 & mask) &+ adding, target, 11)
        unsafe store(((w5 &>> 20 | w6 &<< 12) & mask) &+ adding, target, 12)
        unsafe store((w6 &>> 3 & mask) &+ adding, target, 13)
        unsafe store(((w6 &>> 18 | half &<< 14) & mask) &+ adding, target, 14)
        unsafe store((half &>> 1 & mask) &+ adding, target, 15)
    }

    static func documents15(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let half = unsafe loadHalf(source, 224)
        let mask = Vector(repeating: 0x7fff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 15 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w0 &>> 30 | w1 &<< 2) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 13 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w2 &>> 11 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w2 &>> 26 | w3 &<< 6) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w3 &>> 9 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w4 &>> 7 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w4 &>> 22 | w5 &<< 10) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w5 &>> 5 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w5 &>> 20 | w6 &<< 12) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w6 &>> 3 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w6 &>> 18 | half &<< 14) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 1 & mask) &+ one
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
