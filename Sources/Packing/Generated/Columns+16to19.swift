// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack16(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let w7 = unsafe load(source, 7)
        let mask = Vector(repeating: 0xffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 16) &+ adding, target, 1)
        unsafe store((w1 & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 16) &+ adding, target, 3)
        unsafe store((w2 & mask) &+ adding, target, 4)
        unsafe store((w2 &>> 16) &+ adding, target, 5)
        unsafe store((w3 & mask) &+ adding, target, 6)
        unsafe store((w3 &>> 16) &+ adding, target, 7)
        unsafe store((w4 & mask) &+ adding, target, 8)
        unsafe store((w4 &>> 16) &+ adding, target, 9)
        unsafe store((w5 & mask) &+ adding, target, 10)
        unsafe store((w5 &>> 16) &+ adding, target, 11)
        unsafe store((w6 & mask) &+ adding, target, 12)
        unsafe store((w6 &>> 16) &+ adding, target, 13)
        unsafe store((w7 & mask) &+ adding, target, 14)
        unsafe store((w7 &>> 16) &+ adding, target, 15)
    }

    static func documents16(
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
        let w7 = unsafe load(source, 7)
        let mask = Vector(repeating: 0xffff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 16) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 16) &+ one
        let d3 = d2 &+ g3
        let g4 = (w2 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w2 &>> 16) &+ one
        let d5 = d4 &+ g5
        let g6 = (w3 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w3 &>> 16) &+ one
        let d7 = d6 &+ g7
        let g8 = (w4 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w4 &>> 16) &+ one
        let d9 = d8 &+ g9
        let g10 = (w5 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w5 &>> 16) &+ one
        let d11 = d10 &+ g11
        let g12 = (w6 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w6 &>> 16) &+ one
        let d13 = d12 &+ g13
        let g14 = (w7 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w7 &>> 16) &+ one
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

    static func unpack17(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let w7 = unsafe load(source, 7)
        let half = unsafe loadHalf(source, 256)
        let mask = Vector(repeating: 0x1ffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 17 | w1 &<< 15) & mask) &+ adding, target, 1)
        unsafe store((w1 &>> 2 & mask) &+ adding, target, 2)
        unsafe store(((w1 &>> 19 | w2 &<< 13) & mask) &+ adding, target, 3)
        unsafe store((w2 &>> 4 & mask) &+ adding, target, 4)
        unsafe store(((w2 &>> 21 | w3 &<< 11) & mask) &+ adding, target, 5)
        unsafe store((w3 &>> 6 & mask) &+ adding, target, 6)
        unsafe store(((w3 &>> 23 | w4 &<< 9) & mask) &+ adding, target, 7)
        unsafe store((w4 &>> 8 & mask) &+ adding, target, 8)
        unsafe store(((w4 &>> 25 | w5 &<< 7) & mask) &+ adding, target, 9)
        unsafe store((w5 &>> 10 & mask) &+ adding, target, 10)
        unsafe store(((w5 &>> 27 | w6 &<< 5) & mask) &+ adding, target, 11)
        unsafe store((w6 &>> 12 & mask) &+ adding, target, 12)
        unsafe store(((w6 &>> 29 | w7 &<< 3) & mask) &+ adding, target, 13)
        unsafe store((w7 &>> 14 & mask) &+ adding, target, 14)
        unsafe store(((w7 &>> 31 | half &<< 1) & mask) &+ adding, target, 15)
    }

    static func documents17(
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
        let w7 = unsafe load(source, 7)
        let half = unsafe loadHalf(source, 256)
        let mask = Vector(repeating: 0x1ffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 17 | w1 &<< 15) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 &>> 2 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w1 &>> 19 | w2 &<< 13) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w2 &>> 4 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w2 &>> 21 | w3 &<< 11) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w3 &>> 6 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w3 &>> 23 | w4 &<< 9) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w4 &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w4 &>> 25 | w5 &<< 7) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w5 &>> 10 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w5 &>> 27 | w6 &<< 5) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w6 &>> 12 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w6 &>> 29 | w7 &<< 3) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w7 &>> 14 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w7 &>> 31 | half &<< 1) & mask) &+ one
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

    static func unpack18(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let w7 = unsafe load(source, 7)
        let w8 = unsafe load(source, 8)
        let mask = Vector(repeating: 0x3ffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 18 | w1 &<< 14) & mask) &+ adding, target, 1)
        unsafe store((w1 &>> 4 & mask) &+ adding, target, 2)
        unsafe store(((w1 &>> 22 | w2 &<< 10) & mask) &+ adding, target, 3)
        unsafe store((w2 &>> 8 & mask) &+ adding, target, 4)
        unsafe store(((w2 &>> 26 | w3 &<< 6) & mask) &+ adding, target, 5)
        unsafe store((w3 &>> 12 & mask) &+ adding, target, 6)
        unsafe store(((w3 &>> 30 | w4 &<< 2) & mask) &+ adding, target, 7)
        unsafe store(((w4 &>> 16 | w5 &<< 16) & mask) &+ adding, target, 8)
        unsafe store((w5 &>> 2 & mask) &+ adding, target, 9)
        unsafe store(((w5 &>> 20 | w6 &<< 12) & mask) &+ adding, target, 10)
        unsafe store((w6 &>> 6 & mask) &+ adding, target, 11)
        unsafe store(((w6 &>> 24 | w7 &<< 8) & mask) &+ adding, target, 12)
        unsafe store((w7 &>> 10 & mask) &+ adding, target, 13)
        unsafe store(((w7 &>> 28 | w8 &<< 4) & mask) &+ adding, target, 14)
        unsafe store((w8 &>> 14) &+ adding, target, 15)
    }

    static func documents18(
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
        let w7 = unsafe load(source, 7)
        let w8 = unsafe load(source, 8)
        let mask = Vector(repeating: 0x3ffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 18 | w1 &<< 14) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 &>> 4 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w1 &>> 22 | w2 &<< 10) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w2 &>> 8 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w2 &>> 26 | w3 &<< 6) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w3 &>> 12 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w3 &>> 30 | w4 &<< 2) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w4 &>> 16 | w5 &<< 16) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w5 &>> 2 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w5 &>> 20 | w6 &<< 12) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w6 &>> 6 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w6 &>> 24 | w7 &<< 8) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w7 &>> 10 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w7 &>> 28 | w8 &<< 4) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w8 &>> 14) &+ one
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

    static func unpack19(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let w5 = unsafe load(source, 5)
        let w6 = unsafe load(source, 6)
        let w7 = unsafe load(source, 7)
        let w8 = unsafe load(source, 8)
        let half = unsafe loadHalf(source, 288)
        let mask = Vector(repeating: 0x7ffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 19 | w1 &<< 13) & mask) &+ adding, target, 1)
        unsafe store((w1 &>> 6 & mask) &+ adding, target, 2)
        unsafe store(((w1 &>> 25 | w2 &<< 7) & mask) &+ adding, target, 3)
        unsafe store((w2 &>> 12 & mask) &+ adding, target, 4)
        unsafe store(((w2 &>> 31 | w3 &<< 1) & mask) &+ adding, target, 5)
        unsafe store(((w3 &>> 18 | w4 &<< 14) & mask) &+ adding, target, 6)
        unsafe store((w4 &>> 5 & mask) &+ adding, target, 7)
        unsafe store(((w4 &>> 24 | w5 &<< 8) & mask) &+ adding, target, 8)
        unsafe store((w5 &>> 11 & mask) &+ adding, target, 9)
        unsafe store(((w5 &>> 30 | w6 &<< 2) & mask) &+ adding, target, 10)
        unsafe store(((w6 &>> 17 | w7 &<< 15) & mask) &+ adding, target, 11)
        unsafe store((w7 &>> 4 & mask) &+ adding, target, 12)
        unsafe store(((w7 &>> 23 | w8 &<< 9) & mask) &+ adding, target, 13)
        unsafe store((w8 &>> 10 & mask) &+ adding, target, 14)
        unsafe store(((w8 &>> 29 | half &<< 3) & mask) &+ adding, target, 15)
    }

    static func documents19(
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
        let w7 = unsafe load(source, 7)
        let w8 = unsafe load(source, 8)
        let half = unsafe loadHalf(source, 288)
        let mask = Vector(repeating: 0x7ffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 19 | w1 &<< 13) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 &>> 6 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w1 &>> 25 | w2 &<< 7) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w2 &>> 12 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w2 &>> 31 | w3 &<< 1) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w3 &>> 18 | w4 &<< 14) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w4 &>> 5 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w4 &>> 24 | w5 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w5 &>> 11 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w5 &>> 30 | w6 &<< 2) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w6 &>> 17 | w7 &<< 15) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w7 &>> 4 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w7 &>> 23 | w8 &<< 9) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w8 &>> 10 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w8 &>> 29 | half &<< 3) & mask) &+ one
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
