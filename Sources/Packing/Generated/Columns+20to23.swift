// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack20(
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
        let mask = Vector(repeating: 0xfffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 20 | w1 &<< 12) & mask) &+ adding, target, 1)
        unsafe store((w1 &>> 8 & mask) &+ adding, target, 2)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 3)
        unsafe store(((w2 &>> 16 | w3 &<< 16) & mask) &+ adding, target, 4)
        unsafe store((w3 &>> 4 & mask) &+ adding, target, 5)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 6)
        unsafe store((w4 &>> 12) &+ adding, target, 7)
        unsafe store((w5 & mask) &+ adding, target, 8)
        unsafe store(((w5 &>> 20 | w6 &<< 12) & mask) &+ adding, target, 9)
        unsafe store((w6 &>> 8 & mask) &+ adding, target, 10)
        unsafe store(((w6 &>> 28 | w7 &<< 4) & mask) &+ adding, target, 11)
        unsafe store(((w7 &>> 16 | w8 &<< 16) & mask) &+ adding, target, 12)
        unsafe store((w8 &>> 4 & mask) &+ adding, target, 13)
        unsafe store(((w8 &>> 24 | w9 &<< 8) & mask) &+ adding, target, 14)
        unsafe store((w9 &>> 12) &+ adding, target, 15)
    }

    static func documents20(
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
        let mask = Vector(repeating: 0xfffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 20 | w1 &<< 12) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 &>> 8 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w2 &>> 16 | w3 &<< 16) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w3 &>> 4 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w4 &>> 12) &+ one
        let d7 = d6 &+ g7
        let g8 = (w5 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w5 &>> 20 | w6 &<< 12) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w6 &>> 8 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w6 &>> 28 | w7 &<< 4) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w7 &>> 16 | w8 &<< 16) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w8 &>> 4 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w8 &>> 24 | w9 &<< 8) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w9 &>> 12) &+ one
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

    static func unpack21(
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
        let half = unsafe loadHalf(source, 320)
        let mask = Vector(repeating: 0x1fffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 21 | w1 &<< 11) & mask) &+ adding, target, 1)
        unsafe store((w1 &>> 10 & mask) &+ adding, target, 2)
        unsafe store(((w1 &>> 31 | w2 &<< 1) & mask) &+ adding, target, 3)
        unsafe store(((w2 &>> 20 | w3 &<< 12) & mask) &+ adding, target, 4)
        unsafe store((w3 &>> 9 & mask) &+ adding, target, 5)
        unsafe store(((w3 &>> 30 | w4 &<< 2) & mask) &+ adding, target, 6)
        unsafe store(((w4 &>> 19 | w5 &<< 13) & mask) &+ adding, target, 7)
        unsafe store((w5 &>> 8 & mask) &+ adding, target, 8)
        unsafe store(((w5 &>> 29 | w6 &<< 3) & mask) &+ adding, target, 9)
        unsafe store(((w6 &>> 18 | w7 &<< 14) & mask) &+ adding, target, 10)
        unsafe store((w7 &>> 7 & mask) &+ adding, target, 11)
        unsafe store(((w7 &>> 28 | w8 &<< 4) & mask) &+ adding, target, 12)
        unsafe store(((w8 &>> 17 | w9 &<< 15) & mask) &+ adding, target, 13)
        unsafe store((w9 &>> 6 & mask) &+ adding, target, 14)
        unsafe store(((w9 &>> 27 | half &<< 5) & mask) &+ adding, target, 15)
    }

    static func documents21(
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
        let half = unsafe loadHalf(source, 320)
        let mask = Vector(repeating: 0x1fffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 21 | w1 &<< 11) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w1 &>> 10 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w1 &>> 31 | w2 &<< 1) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w2 &>> 20 | w3 &<< 12) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w3 &>> 9 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w3 &>> 30 | w4 &<< 2) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w4 &>> 19 | w5 &<< 13) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w5 &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w5 &>> 29 | w6 &<< 3) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w6 &>> 18 | w7 &<< 14) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w7 &>> 7 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w7 &>> 28 | w8 &<< 4) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w8 &>> 17 | w9 &<< 15) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w9 &>> 6 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w9 &>> 27 | half &<< 5) & mask) &+ one
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

    static func unpack22(
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
        let mask = Vector(repeating: 0x3fffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 22 | w1 &<< 10) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 12 | w2 &<< 20) & mask) &+ adding, target, 2)
        unsafe store((w2 &>> 2 & mask) &+ adding, target, 3)
        unsafe store(((w2 &>> 24 | w3 &<< 8) & mask) &+ adding, target, 4)
        unsafe store(((w3 &>> 14 | w4 &<< 18) & mask) &+ adding, target, 5)
        unsafe store((w4 &>> 4 & mask) &+ adding, target, 6)
        unsafe store(((w4 &>> 26 | w5 &<< 6) & mask) &+ adding, target, 7)
        unsafe store(((w5 &>> 16 | w6 &<< 16) & mask) &+ adding, target, 8)
        unsafe store((w6 &>> 6 & mask) &+ adding, target, 9)
        unsafe store(((w6 &>> 28 | w7 &<< 4) & mask) &+ adding, target, 10)
        unsafe store(((w7 &>> 18 | w8 &<< 14) & mask) &+ adding, target, 11)
        unsafe store((w8 &>> 8 & mask) &+ adding, target, 12)
        unsafe store(((w8 &>> 30 | w9 &<< 2) & mask) &+ adding, target, 13)
        unsafe store(((w9 &>> 20 | w10 &<< 12) & mask) &+ adding, target, 14)
        unsafe store((w10 &>> 10) &+ adding, target, 15)
    }

    static func documents22(
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
        let mask = Vector(repeating: 0x3fffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 22 | w1 &<< 10) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 12 | w2 &<< 20) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w2 &>> 2 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w2 &>> 24 | w3 &<< 8) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w3 &>> 14 | w4 &<< 18) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w4 &>> 4 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w4 &>> 26 | w5 &<< 6) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w5 &>> 16 | w6 &<< 16) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w6 &>> 6 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w6 &>> 28 | w7 &<< 4) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w7 &>> 18 | w8 &<< 14) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w8 &>> 8 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w8 &>> 30 | w9 &<< 2) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w9 &>> 20 | w10 &<< 12) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w10 &>> 10) &+ one
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

    static func unpack23(
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
        let half = unsafe loadHalf(source, 352)
        let mask = Vector(repeating: 0x7fffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 23 | w1 &<< 9) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 14 | w2 &<< 18) & mask) &+ adding, target, 2)
        unsafe store((w2 &>> 5 & mask) &+ adding, target, 3)
        unsafe store(((w2 &>> 28 | w3 &<< 4) & mask) &+ adding, target, 4)
        unsafe store(((w3 &>> 19 | w4 &<< 13) & mask) &+ adding, target, 5)
        unsafe store(((w4 &>> 10 | w5 &<< 22) & mask) &+ adding, target, 6)
        unsafe store((w5 &>> 1 & mask) &+ adding, target, 7)
        unsafe store(((w5 &>> 24 | w6 &<< 8) & mask) &+ adding, target, 8)
        unsafe store(((w6 &>> 15 | w7 &<< 17) & mask) &+ adding, target, 9)
        unsafe store((w7 &>> 6 & mask) &+ adding, target, 10)
        unsafe store(((w7 &>> 29 | w8 &<< 3) & mask) &+ adding, target, 11)
        unsafe store(((w8 &>> 20 | w9 &<< 12) & mask) &+ adding, target, 12)
        unsafe store(((w9 &>> 11 | w10 &<< 21) & mask) &+ adding, target, 13)
        unsafe store((w10 &>> 2 & mask) &+ adding, target, 14)
        unsafe store(((w10 &>> 25 | half &<< 7) & mask) &+ adding, target, 15)
    }

    static func documents23(
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
        let half = unsafe loadHalf(source, 352)
        let mask = Vector(repeating: 0x7fffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 23 | w1 &<< 9) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 14 | w2 &<< 18) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w2 &>> 5 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w2 &>> 28 | w3 &<< 4) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w3 &>> 19 | w4 &<< 13) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w4 &>> 10 | w5 &<< 22) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w5 &>> 1 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w5 &>> 24 | w6 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w6 &>> 15 | w7 &<< 17) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w7 &>> 6 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w7 &>> 29 | w8 &<< 3) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w8 &>> 20 | w9 &<< 12) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w9 &>> 11 | w10 &<< 21) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w10 &>> 2 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w10 &>> 25 | half &<< 7) & mask) &+ one
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
