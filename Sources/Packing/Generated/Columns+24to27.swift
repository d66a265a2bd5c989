// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack24(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let mask = Vector(repeating: 0xffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 24 | w1 &<< 8) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 16 | w2 &<< 16) & mask) &+ adding, target, 2)
        unsafe store((w2 &>> 8) &+ adding, target, 3)
        unsafe store((w3 & mask) &+ adding, target, 4)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 5)
        unsafe store(((w4 &>> 16 | w5 &<< 16) & mask) &+ adding, target, 6)
        unsafe store((w5 &>> 8) &+ adding, target, 7)
        unsafe store((w6 & mask) &+ adding, target, 8)
        unsafe store(((w6 &>> 24 | w7 &<< 8) & mask) &+ adding, target, 9)
        unsafe store(((w7 &>> 16 | w8 &<< 16) & mask) &+ adding, target, 10)
        unsafe store((w8 &>> 8) &+ adding, target, 11)
        unsafe store((w9 & mask) &+ adding, target, 12)
        unsafe store(((w9 &>> 24 | w10 &<< 8) & mask) &+ adding, target, 13)
        unsafe store(((w10 &>> 16 | w11 &<< 16) & mask) &+ adding, target, 14)
        unsafe store((w11 &>> 8) &+ adding, target, 15)
    }

    static func documents24(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let mask = Vector(repeating: 0xffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 24 | w1 &<< 8) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 16 | w2 &<< 16) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w2 &>> 8) &+ one
        let d3 = d2 &+ g3
        let g4 = (w3 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w4 &>> 16 | w5 &<< 16) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w5 &>> 8) &+ one
        let d7 = d6 &+ g7
        let g8 = (w6 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w6 &>> 24 | w7 &<< 8) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w7 &>> 16 | w8 &<< 16) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w8 &>> 8) &+ one
        let d11 = d10 &+ g11
        let g12 = (w9 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w9 &>> 24 | w10 &<< 8) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w10 &>> 16 | w11 &<< 16) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w11 &>> 8) &+ one
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

    static func unpack25(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let half = unsafe loadHalf(source, 384)
        let mask = Vector(repeating: 0x1ffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 25 | w1 &<< 7) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 18 | w2 &<< 14) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 11 | w3 &<< 21) & mask) &+ adding, target, 3)
        unsafe store((w3 &>> 4 & mask) &+ adding, target, 4)
        unsafe store(((w3 &>> 29 | w4 &<< 3) & mask) &+ adding, target, 5)
        unsafe store(((w4 &>> 22 | w5 &<< 10) & mask) &+ adding, target, 6)
        unsafe store(((w5 &>> 15 | w6 &<< 17) & mask) &+ adding, target, 7)
        unsafe store(((w6 &>> 8 | w7 &<< 24) & mask) &+ adding, target, 8)
        unsafe store((w7 &>> 1 & mask) &+ adding, target, 9)
        unsafe store(((w7 &>> 26 | w8 &<< 6) & mask) &+ adding, target, 10)
        unsafe store(((w8 &>> 19 | w9 &<< 13) & mask) &+ adding, target, 11)
        unsafe store(((w9 &>> 12 | w10 &<< 20) & mask) &+ adding, target, 12)
        unsafe store((w10 &>> 5 & mask) &+ adding, target, 13)
        unsafe store(((w10 &>> 30 | w11 &<< 2) & mask) &+ adding, target, 14)
        unsafe store(((w11 &>> 23 | half &<< 9) & mask) &+ adding, target, 15)
    }

    static func documents25(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let half = unsafe loadHalf(source, 384)
        let mask = Vector(repeating: 0x1ffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 25 | w1 &<< 7) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 18 | w2 &<< 14) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 11 | w3 &<< 21) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w3 &>> 4 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w3 &>> 29 | w4 &<< 3) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w4 &>> 22 | w5 &<< 10) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w5 &>> 15 | w6 &<< 17) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w6 &>> 8 | w7 &<< 24) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w7 &>> 1 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w7 &>> 26 | w8 &<< 6) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w8 &>> 19 | w9 &<< 13) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w9 &>> 12 | w10 &<< 20) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w10 &>> 5 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w10 &>> 30 | w11 &<< 2) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w11 &>> 23 | half &<< 9) & mask) &+ one
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

    static func unpack26(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let w12 = unsafe load(source, 12)
        let mask = Vector(repeating: 0x3ffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 26 | w1 &<< 6) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 20 | w2 &<< 12) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 14 | w3 &<< 18) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 8 | w4 &<< 24) & mask) &+ adding, target, 4)
        unsafe store((w4 &>> 2 & mask) &+ adding, target, 5)
        unsafe store(((w4 &>> 28 | w5 &<< 4) & mask) &+ adding, target, 6)
        unsafe store(((w5 &>> 22 | w6 &<< 10) & mask) &+ adding, target, 7)
        unsafe store(((w6 &>> 16 | w7 &<< 16) & mask) &+ adding, target, 8)
        unsafe store(((w7 &>> 10 | w8 &<< 22) & mask) &+ adding, target, 9)
        unsafe store((w8 &>> 4 & mask) &+ adding, target, 10)
        unsafe store(((w8 &>> 30 | w9 &<< 2) & mask) &+ adding, target, 11)
        unsafe store(((w9 &>> 24 | w10 &<< 8) & mask) &+ adding, target, 12)
        unsafe store(((w10 &>> 18 | w11 &<< 14) & mask) &+ adding, target, 13)
        unsafe store(((w11 &>> 12 | w12 &<< 20) & mask) &+ adding, target, 14)
        unsafe store((w12 &>> 6) &+ adding, target, 15)
    }

    static func documents26(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let w12 = unsafe load(source, 12)
        let mask = Vector(repeating: 0x3ffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 26 | w1 &<< 6) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 20 | w2 &<< 12) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 14 | w3 &<< 18) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 8 | w4 &<< 24) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w4 &>> 2 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w4 &>> 28 | w5 &<< 4) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w5 &>> 22 | w6 &<< 10) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w6 &>> 16 | w7 &<< 16) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w7 &>> 10 | w8 &<< 22) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w8 &>> 4 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w8 &>> 30 | w9 &<< 2) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w9 &>> 24 | w10 &<< 8) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w10 &>> 18 | w11 &<< 14) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w11 &>> 12 | w12 &<< 20) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w12 &>> 6) &+ one
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

    static func unpack27(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let w12 = unsafe load(source, 12)
        let half = unsafe loadHalf(source, 416)
        let mask = Vector(repeating: 0x7ffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 27 | w1 &<< 5) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 22 | w2 &<< 10) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 17 | w3 &<< 15) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 12 | w4 &<< 20) & mask) &+ adding, target, 4)
        unsafe store(((w4 &>> 7 | w5 &<< 25) & mask) &+ adding, target, 5)
        unsafe store((w5 &>> 2 & mask) &+ adding, target, 6)
        unsafe store(((w5 &>> 29 | w6 &<< 3) & mask) &+ adding, target, 7)
        unsafe store(((w6 &>> 24 | w7 &<< 8) & mask) &+ adding, target, 8)
        unsafe store(((w7 &>> 19 | w8 &<< 13) & mask) &+ adding, target, 9)
        unsafe store(((w8 &>> 14 | w9 &<< 18) & mask) &+ adding, target, 10)
        unsafe store(((w9 &>> 9 | w10 &<< 23) & mask) &+ adding, target, 11)
        unsafe store((w10 &>> 4 & mask) &+ adding, target, 12)
        unsafe store(((w10 &>> 31 | w11 &<< 1) & mask) &+ adding, target, 13)
        unsafe store(((w11 &>> 26 | w12 &<< 6) & mask) &+ adding, target, 14)
        unsafe store(((w12 &>> 21 | half &<< 11) & mask) &+ adding, target, 15)
    }

    static func documents27(
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
        let w9 = unsafe load(source, 9)
        let w10 = unsafe load(source, 10)
        let w11 = unsafe load(source, 11)
        let w12 = unsafe load(source, 12)
        let half = unsafe loadHalf(source, 416)
        let mask = Vector(repeating: 0x7ffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 27 | w1 &<< 5) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 22 | w2 &<< 10) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 17 | w3 &<< 15) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 12 | w4 &<< 20) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w4 &>> 7 | w5 &<< 25) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w5 &>> 2 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w5 &>> 29 | w6 &<< 3) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w6 &>> 24 | w7 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w7 &>> 19 | w8 &<< 13) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w8 &>> 14 | w9 &<< 18) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w9 &>> 9 | w10 &<< 23) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w10 &>> 4 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w10 &>> 31 | w11 &<< 1) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w11 &>> 26 | w12 &<< 6) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w12 &>> 21 | half &<< 11) & mask) &+ one
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
