// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack28(
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
        let w13 = unsafe load(source, 13)
        let mask = Vector(repeating: 0xfffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 28 | w1 &<< 4) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 24 | w2 &<< 8) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 20 | w3 &<< 12) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 16 | w4 &<< 16) & mask) &+ adding, target, 4)
        unsafe store(((w4 &>> 12 | w5 &<< 20) & mask) &+ adding, target, 5)
        unsafe store(((w5 &>> 8 | w6 &<< 24) & mask) &+ adding, target, 6)
        unsafe store((w6 &>> 4) &+ adding, target, 7)
        unsafe store((w7 & mask) &+ adding, target, 8)
        unsafe store(((w7 &>> 28 | w8 &<< 4) & mask) &+ adding, target, 9)
        unsafe store(((w8 &>> 24 | w9 &<< 8) & mask) &+ adding, target, 10)
        unsafe store(((w9 &>> 20 | w10 &<< 12) & mask) &+ adding, target, 11)
        unsafe store(((w10 &>> 16 | w11 &<< 16) & mask) &+ adding, target, 12)
        unsafe store(((w11 &>> 12 | w12 &<< 20) & mask) &+ adding, target, 13)
        unsafe store(((w12 &>> 8 | w13 &<< 24) & mask) &+ adding, target, 14)
        unsafe store((w13 &>> 4) &+ adding, target, 15)
    }

    static func documents28(
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
        let w13 = unsafe load(source, 13)
        let mask = Vector(repeating: 0xfffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 28 | w1 &<< 4) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 24 | w2 &<< 8) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 20 | w3 &<< 12) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 16 | w4 &<< 16) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w4 &>> 12 | w5 &<< 20) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w5 &>> 8 | w6 &<< 24) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w6 &>> 4) &+ one
        let d7 = d6 &+ g7
        let g8 = (w7 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w7 &>> 28 | w8 &<< 4) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w8 &>> 24 | w9 &<< 8) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w9 &>> 20 | w10 &<< 12) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w10 &>> 16 | w11 &<< 16) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w11 &>> 12 | w12 &<< 20) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w12 &>> 8 | w13 &<< 24) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w13 &>> 4) &+ one
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

    static func unpack29(
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
        let w13 = unsafe load(source, 13)
        let half = unsafe loadHalf(source, 448)
        let mask = Vector(repeating: 0x1fffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 29 | w1 &<< 3) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 26 | w2 &<< 6) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 23 | w3 &<< 9) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 20 | w4 &<< 12) & mask) &+ adding, target, 4)
        unsafe store(((w4 &>> 17 | w5 &<< 15) & mask) &+ adding, target, 5)
        unsafe store(((w5 &>> 14 | w6 &<< 18) & mask) &+ adding, target, 6)
        unsafe store(((w6 &>> 11 | w7 &<< 21) & mask) &+ adding, target, 7)
        unsafe store(((w7 &>> 8 | w8 &<< 24) & mask) &+ adding, target, 8)
        unsafe store(((w8 &>> 5 | w9 &<< 27) & mask) &+ adding, target, 9)
        unsafe store((w9 &>> 2 & mask) &+ adding, target, 10)
        unsafe store(((w9 &>> 31 | w10 &<< 1) & mask) &+ adding, target, 11)
        unsafe store(((w10 &>> 28 | w11 &<< 4) & mask) &+ adding, target, 12)
        unsafe store(((w11 &>> 25 | w12 &<< 7) & mask) &+ adding, target, 13)
        unsafe store(((w12 &>> 22 | w13 &<< 10) & mask) &+ adding, target, 14)
        unsafe store(((w13 &>> 19 | half &<< 13) & mask) &+ adding, target, 15)
    }

    static func documents29(
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
        let w13 = unsafe load(source, 13)
        let half = unsafe loadHalf(source, 448)
        let mask = Vector(repeating: 0x1fffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 29 | w1 &<< 3) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 26 | w2 &<< 6) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 23 | w3 &<< 9) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 20 | w4 &<< 12) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w4 &>> 17 | w5 &<< 15) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w5 &>> 14 | w6 &<< 18) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w6 &>> 11 | w7 &<< 21) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w7 &>> 8 | w8 &<< 24) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w8 &>> 5 | w9 &<< 27) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w9 &>> 2 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w9 &>> 31 | w10 &<< 1) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w10 &>> 28 | w11 &<< 4) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w11 &>> 25 | w12 &<< 7) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w12 &>> 22 | w13 &<< 10) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w13 &>> 19 | half &<< 13) & mask) &+ one
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

    static func unpack30(
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
        let w13 = unsafe load(source, 13)
        let w14 = unsafe load(source, 14)
        let mask = Vector(repeating: 0x3fffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 30 | w1 &<< 2) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 26 | w3 &<< 6) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 4)
        unsafe store(((w4 &>> 22 | w5 &<< 10) & mask) &+ adding, target, 5)
        unsafe store(((w5 &>> 20 | w6 &<< 12) & mask) &+ adding, target, 6)
        unsafe store(((w6 &>> 18 | w7 &<< 14) & mask) &+ adding, target, 7)
        unsafe store(((w7 &>> 16 | w8 &<< 16) & mask) &+ adding, target, 8)
        unsafe store(((w8 &>> 14 | w9 &<< 18) & mask) &+ adding, target, 9)
        unsafe store(((w9 &>> 12 | w10 &<< 20) & mask) &+ adding, target, 10)
        unsafe store(((w10 &>> 10 | w11 &<< 22) & mask) &+ adding, target, 11)
        unsafe store(((w11 &>> 8 | w12 &<< 24) & mask) &+ adding, target, 12)
        unsafe store(((w12 &>> 6 | w13 &<< 26) & mask) &+ adding, target, 13)
        unsafe store(((w13 &>> 4 | w14 &<< 28) & mask) &+ adding, target, 14)
        unsafe store((w14 &>> 2) &+ adding, target, 15)
    }

    static func documents30(
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
        let w13 = unsafe load(source, 13)
        let w14 = unsafe load(source, 14)
        let mask = Vector(repeating: 0x3fffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 30 | w1 &<< 2) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 26 | w3 &<< 6) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w4 &>> 22 | w5 &<< 10) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w5 &>> 20 | w6 &<< 12) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w6 &>> 18 | w7 &<< 14) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w7 &>> 16 | w8 &<< 16) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w8 &>> 14 | w9 &<< 18) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w9 &>> 12 | w10 &<< 20) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w10 &>> 10 | w11 &<< 22) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w11 &>> 8 | w12 &<< 24) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w12 &>> 6 | w13 &<< 26) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w13 &>> 4 | w14 &<< 28) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w14 &>> 2) &+ one
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

    static func unpack31(
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
        let w13 = unsafe load(source, 13)
        let w14 = unsafe load(source, 14)
        let half = unsafe loadHalf(source, 480)
        let mask = Vector(repeating: 0x7fffffff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store(((w0 &>> 31 | w1 &<< 1) & mask) &+ adding, target, 1)
        unsafe store(((w1 &>> 30 | w2 &<< 2) & mask) &+ adding, target, 2)
        unsafe store(((w2 &>> 29 | w3 &<< 3) & mask) &+ adding, target, 3)
        unsafe store(((w3 &>> 28 | w4 &<< 4) & mask) &+ adding, target, 4)
        unsafe store(((w4 &>> 27 | w5 &<< 5) & mask) &+ adding, target, 5)
        unsafe store(((w5 &>> 26 | w6 &<< 6) & mask) &+ adding, target, 6)
        unsafe store(((w6 &>> 25 | w7 &<< 7) & mask) &+ adding, target, 7)
        unsafe store(((w7 &>> 24 | w8 &<< 8) & mask) &+ adding, target, 8)
        unsafe store(((w8 &>> 23 | w9 &<< 9) & mask) &+ adding, target, 9)
        unsafe store(((w9 &>> 22 | w10 &<< 10) & mask) &+ adding, target, 10)
        unsafe store(((w10 &>> 21 | w11 &<< 11) & mask) &+ adding, target, 11)
        unsafe store(((w11 &>> 20 | w12 &<< 12) & mask) &+ adding, target, 12)
        unsafe store(((w12 &>> 19 | w13 &<< 13) & mask) &+ adding, target, 13)
        unsafe store(((w13 &>> 18 | w14 &<< 14) & mask) &+ adding, target, 14)
        unsafe store(((w14 &>> 17 | half &<< 15) & mask) &+ adding, target, 15)
    }

    static func documents31(
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
        let w13 = unsafe load(source, 13)
        let w14 = unsafe load(source, 14)
        let half = unsafe loadHalf(source, 480)
        let mask = Vector(repeating: 0x7fffffff)
        let d0 = w0 & mask
        let g1 = ((w0 &>> 31 | w1 &<< 1) & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w1 &>> 30 | w2 &<< 2) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w2 &>> 29 | w3 &<< 3) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = ((w3 &>> 28 | w4 &<< 4) & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w4 &>> 27 | w5 &<< 5) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w5 &>> 26 | w6 &<< 6) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w6 &>> 25 | w7 &<< 7) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w7 &>> 24 | w8 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w8 &>> 23 | w9 &<< 9) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w9 &>> 22 | w10 &<< 10) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w10 &>> 21 | w11 &<< 11) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w11 &>> 20 | w12 &<< 12) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = ((w12 &>> 19 | w13 &<< 13) & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w13 &>> 18 | w14 &<< 14) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = ((w14 &>> 17 | half &<< 15) & mask) &+ one
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
