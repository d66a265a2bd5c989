// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack8(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let mask = Vector(repeating: 0xff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 8 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 16 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 24) &+ adding, target, 3)
        unsafe store((w1 & mask) &+ adding, target, 4)
        unsafe store((w1 &>> 8 & mask) &+ adding, target, 5)
        unsafe store((w1 &>> 16 & mask) &+ adding, target, 6)
        unsafe store((w1 &>> 24) &+ adding, target, 7)
        unsafe store((w2 & mask) &+ adding, target, 8)
        unsafe store((w2 &>> 8 & mask) &+ adding, target, 9)
        unsafe store((w2 &>> 16 & mask) &+ adding, target, 10)
        unsafe store((w2 &>> 24) &+ adding, target, 11)
        unsafe store((w3 & mask) &+ adding, target, 12)
        unsafe store((w3 &>> 8 & mask) &+ adding, target, 13)
        unsafe store((w3 &>> 16 & mask) &+ adding, target, 14)
        unsafe store((w3 &>> 24) &+ adding, target, 15)
    }

    static func documents8(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let mask = Vector(repeating: 0xff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 8 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 16 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 24) &+ one
        let d3 = d2 &+ g3
        let g4 = (w1 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w1 &>> 8 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w1 &>> 16 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w1 &>> 24) &+ one
        let d7 = d6 &+ g7
        let g8 = (w2 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w2 &>> 8 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w2 &>> 16 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w2 &>> 24) &+ one
        let d11 = d10 &+ g11
        let g12 = (w3 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w3 &>> 8 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w3 &>> 16 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w3 &>> 24) &+ one
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

    static func unpack9(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let half = unsafe loadHalf(source, 128)
        let mask = Vector(repeating: 0x1ff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 9 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 18 & mask) &+ adding, target, 2)
        unsafe store(((w0 &>> 27 | w1 &<< 5) & mask) &+ adding, target, 3)
        unsafe store((w1 &>> 4 & mask) &+ adding, target, 4)
        unsafe store((w1 &>> 13 & mask) &+ adding, target, 5)
        unsafe store((w1 &>> 22 & mask) &+ adding, target, 6)
        unsafe store(((w1 &>> 31 | w2 &<< 1) & mask) &+ adding, target, 7)
        unsafe store((w2 &>> 8 & mask) &+ adding, target, 8)
        unsafe store((w2 &>> 17 & mask) &+ adding, target, 9)
        unsafe store(((w2 &>> 26 | w3 &<< 6) & mask) &+ adding, target, 10)
        unsafe store((w3 &>> 3 & mask) &+ adding, target, 11)
        unsafe store((w3 &>> 12 & mask) &+ adding, target, 12)
        unsafe store((w3 &>> 21 & mask) &+ adding, target, 13)
        unsafe store(((w3 &>> 30 | half &<< 2) & mask) &+ adding, target, 14)
        unsafe store((half &>> 7 & mask) &+ adding, target, 15)
    }

    static func documents9(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let half = unsafe loadHalf(source, 128)
        let mask = Vector(repeating: 0x1ff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 9 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 18 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w0 &>> 27 | w1 &<< 5) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w1 &>> 4 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w1 &>> 13 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w1 &>> 22 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = ((w1 &>> 31 | w2 &<< 1) & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w2 &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w2 &>> 17 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w2 &>> 26 | w3 &<< 6) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w3 &>> 3 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w3 &>> 12 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w3 &>> 21 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w3 &>> 30 | half &<< 2) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 7 & mask) &+ one
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

    static func unpack10(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let mask = Vector(repeating: 0x3ff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 10 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 20 & mask) &+ adding, target, 2)
        unsafe store(((w0 &>> 30 | w1 &<< 2) & mask) &+ adding, target, 3)
        unsafe store((w1 &>> 8 & mask) &+ adding, target, 4)
        unsafe store((w1 &>> 18 & mask) &+ adding, target, 5)
        unsafe store(((w1 &>> 28 | w2 &<< 4) & mask) &+ adding, target, 6)
        unsafe store((w2 &>> 6 & mask) &+ adding, target, 7)
        unsafe store((w2 &>> 16 & mask) &+ adding, target, 8)
        unsafe store(((w2 &>> 26 | w3 &<< 6) & mask) &+ adding, target, 9)
        unsafe store((w3 &>> 4 & mask) &+ adding, target, 10)
        unsafe store((w3 &>> 14 & mask) &+ adding, target, 11)
        unsafe store(((w3 &>> 24 | w4 &<< 8) & mask) &+ adding, target, 12)
        unsafe store((w4 &>> 2 & mask) &+ adding, target, 13)
        unsafe store((w4 &>> 12 & mask) &+ adding, target, 14)
        unsafe store((w4 &>> 22) &+ adding, target, 15)
    }

    static func documents10(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let mask = Vector(repeating: 0x3ff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 10 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 20 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = ((w0 &>> 30 | w1 &<< 2) & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w1 &>> 8 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w1 &>> 18 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = ((w1 &>> 28 | w2 &<< 4) & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w2 &>> 6 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w2 &>> 16 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = ((w2 &>> 26 | w3 &<< 6) & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w3 &>> 4 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w3 &>> 14 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = ((w3 &>> 24 | w4 &<< 8) & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w4 &>> 2 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w4 &>> 12 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w4 &>> 22) &+ one
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

    static func unpack11(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let half = unsafe loadHalf(source, 160)
        let mask = Vector(repeating: 0x7ff)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 11 & mask) &+ adding, target, 1)
        unsafe store(((w0 &>> 22 | w1 &<< 10) & mask) &+ adding, target, 2)
        unsafe store((w1 &>> 1 & mask) &+ adding, target, 3)
        unsafe store((w1 &>> 12 & mask) &+ adding, target, 4)
        unsafe store(((w1 &>> 23 | w2 &<< 9) & mask) &+ adding, target, 5)
        unsafe store((w2 &>> 2 & mask) &+ adding, target, 6)
        unsafe store((w2 &>> 13 & mask) &+ adding, target, 7)
        unsafe store(((w2 &>> 24 | w3 &<< 8) & mask) &+ adding, target, 8)
        unsafe store((w3 &>> 3 & mask) &+ adding, target, 9)
        unsafe store((w3 &>> 14 & mask) &+ adding, target, 10)
        unsafe store(((w3 &>> 25 | w4 &<< 7) & mask) &+ adding, target, 11)
        unsafe store((w4 &>> 4 & mask) &+ adding, target, 12)
        unsafe store((w4 &>> 15 & mask) &+ adding, target, 13)
        unsafe store(((w4 &>> 26 | half &<< 6) & mask) &+ adding, target, 14)
        unsafe store((half &>> 5 & mask) &+ adding, target, 15)
    }

    static func documents11(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let w1 = unsafe load(source, 1)
        let w2 = unsafe load(source, 2)
        let w3 = unsafe load(source, 3)
        let w4 = unsafe load(source, 4)
        let half = unsafe loadHalf(source, 160)
        let mask = Vector(repeating: 0x7ff)
        let d0 = w0 & mask
        let g1 = (w0 &>> 11 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = ((w0 &>> 22 | w1 &<< 10) & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w1 &>> 1 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w1 &>> 12 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = ((w1 &>> 23 | w2 &<< 9) & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w2 &>> 2 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w2 &>> 13 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = ((w2 &>> 24 | w3 &<< 8) & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w3 &>> 3 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w3 &>> 14 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = ((w3 &>> 25 | w4 &<< 7) & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w4 &>> 4 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w4 &>> 15 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = ((w4 &>> 26 | half &<< 6) & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 5 & mask) &+ one
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
