// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack0(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        unsafe store(adding, target, 0)
        unsafe store(adding, target, 1)
        unsafe store(adding, target, 2)
        unsafe store(adding, target, 3)
        unsafe store(adding, target, 4)
        unsafe store(adding, target, 5)
        unsafe store(adding, target, 6)
        unsafe store(adding, target, 7)
        unsafe store(adding, target, 8)
        unsafe store(adding, target, 9)
        unsafe store(adding, target, 10)
        unsafe store(adding, target, 11)
        unsafe store(adding, target, 12)
        unsafe store(adding, target, 13)
        unsafe store(adding, target, 14)
        unsafe store(adding, target, 15)
    }

    static func documents0(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let d0 = base &+ Vector(0, 16, 32, 48, 64, 80, 96, 112)
        unsafe store(d0, target, 0)
        let d1 = d0 &+ one
        unsafe store(d1, target, 1)
        let d2 = d1 &+ one
        unsafe store(d2, target, 2)
        let d3 = d2 &+ one
        unsafe store(d3, target, 3)
        let d4 = d3 &+ one
        unsafe store(d4, target, 4)
        let d5 = d4 &+ one
        unsafe store(d5, target, 5)
        let d6 = d5 &+ one
        unsafe store(d6, target, 6)
        let d7 = d6 &+ one
        unsafe store(d7, target, 7)
        let d8 = d7 &+ one
        unsafe store(d8, target, 8)
        let d9 = d8 &+ one
        unsafe store(d9, target, 9)
        let d10 = d9 &+ one
        unsafe store(d10, target, 10)
        let d11 = d10 &+ one
        unsafe store(d11, target, 11)
        let d12 = d11 &+ one
        unsafe store(d12, target, 12)
        let d13 = d12 &+ one
        unsafe store(d13, target, 13)
        let d14 = d13 &+ one
        unsafe store(d14, target, 14)
        let d15 = d14 &+ one
        unsafe store(d15, target, 15)
        return base &+ 127
    }

    static func unpack1(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let half = unsafe loadHalf(source, 0)
        let mask = Vector(repeating: 0x1)
        unsafe store((half & mask) &+ adding, target, 0)
        unsafe store((half &>> 1 & mask) &+ adding, target, 1)
        unsafe store((half &>> 2 & mask) &+ adding, target, 2)
        unsafe store((half &>> 3 & mask) &+ adding, target, 3)
        unsafe store((half &>> 4 & mask) &+ adding, target, 4)
        unsafe store((half &>> 5 & mask) &+ adding, target, 5)
        unsafe store((half &>> 6 & mask) &+ adding, target, 6)
        unsafe store((half &>> 7 & mask) &+ adding, target, 7)
        unsafe store((half &>> 8 & mask) &+ adding, target, 8)
        unsafe store((half &>> 9 & mask) &+ adding, target, 9)
        unsafe store((half &>> 10 & mask) &+ adding, target, 10)
        unsafe store((half &>> 11 & mask) &+ adding, target, 11)
        unsafe store((half &>> 12 & mask) &+ adding, target, 12)
        unsafe store((half &>> 13 & mask) &+ adding, target, 13)
        unsafe store((half &>> 14 & mask) &+ adding, target, 14)
        unsafe store((half &>> 15 & mask) &+ adding, target, 15)
    }

    static func documents1(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let half = unsafe loadHalf(source, 0)
        let mask = Vector(repeating: 0x1)
        let d0 = half & mask
        let g1 = (half &>> 1 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (half &>> 2 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (half &>> 3 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (half &>> 4 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (half &>> 5 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (half &>> 6 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (half &>> 7 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (half &>> 8 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (half &>> 9 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (half &>> 10 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (half &>> 11 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (half &>> 12 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (half &>> 13 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (half &>> 14 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 15 & mask) &+ one
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

    static func unpack2(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let mask = Vector(repeating: 0x3)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 2 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 4 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 6 & mask) &+ adding, target, 3)
        unsafe store((w0 &>> 8 & mask) &+ adding, target, 4)
        unsafe store((w0 &>> 10 & mask) &+ adding, target, 5)
        unsafe store((w0 &>> 12 & mask) &+ adding, target, 6)
        unsafe store((w0 &>> 14 & mask) &+ adding, target, 7)
        unsafe store((w0 &>> 16 & mask) &+ adding, target, 8)
        unsafe store((w0 &>> 18 & mask) &+ adding, target, 9)
        unsafe store((w0 &>> 20 & mask) &+ adding, target, 10)
        unsafe store((w0 &>> 22 & mask) &+ adding, target, 11)
        unsafe store((w0 &>> 24 & mask) &+ adding, target, 12)
        unsafe store((w0 &>> 26 & mask) &+ adding, target, 13)
        unsafe store((w0 &>> 28 & mask) &+ adding, target, 14)
        unsafe store((w0 &>> 30) &+ adding, target, 15)
    }

    static func documents2(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let mask = Vector(repeating: 0x3)
        let d0 = w0 & mask
        let g1 = (w0 &>> 2 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 4 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 6 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w0 &>> 8 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w0 &>> 10 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w0 &>> 12 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w0 &>> 14 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w0 &>> 16 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w0 &>> 18 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = (w0 &>> 20 & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (w0 &>> 22 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (w0 &>> 24 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (w0 &>> 26 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (w0 &>> 28 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (w0 &>> 30) &+ one
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

    static func unpack3(
        _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let w0 = unsafe load(source, 0)
        let half = unsafe loadHalf(source, 32)
        let mask = Vector(repeating: 0x7)
        unsafe store((w0 & mask) &+ adding, target, 0)
        unsafe store((w0 &>> 3 & mask) &+ adding, target, 1)
        unsafe store((w0 &>> 6 & mask) &+ adding, target, 2)
        unsafe store((w0 &>> 9 & mask) &+ adding, target, 3)
        unsafe store((w0 &>> 12 & mask) &+ adding, target, 4)
        unsafe store((w0 &>> 15 & mask) &+ adding, target, 5)
        unsafe store((w0 &>> 18 & mask) &+ adding, target, 6)
        unsafe store((w0 &>> 21 & mask) &+ adding, target, 7)
        unsafe store((w0 &>> 24 & mask) &+ adding, target, 8)
        unsafe store((w0 &>> 27 & mask) &+ adding, target, 9)
        unsafe store(((w0 &>> 30 | half &<< 2) & mask) &+ adding, target, 10)
        unsafe store((half &>> 1 & mask) &+ adding, target, 11)
        unsafe store((half &>> 4 & mask) &+ adding, target, 12)
        unsafe store((half &>> 7 & mask) &+ adding, target, 13)
        unsafe store((half &>> 10 & mask) &+ adding, target, 14)
        unsafe store((half &>> 13 & mask) &+ adding, target, 15)
    }

    static func documents3(
        _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let one = Vector(repeating: 1)
        let w0 = unsafe load(source, 0)
        let half = unsafe loadHalf(source, 32)
        let mask = Vector(repeating: 0x7)
        let d0 = w0 & mask
        let g1 = (w0 &>> 3 & mask) &+ one
        let d1 = d0 &+ g1
        let g2 = (w0 &>> 6 & mask) &+ one
        let d2 = d1 &+ g2
        let g3 = (w0 &>> 9 & mask) &+ one
        let d3 = d2 &+ g3
        let g4 = (w0 &>> 12 & mask) &+ one
        let d4 = d3 &+ g4
        let g5 = (w0 &>> 15 & mask) &+ one
        let d5 = d4 &+ g5
        let g6 = (w0 &>> 18 & mask) &+ one
        let d6 = d5 &+ g6
        let g7 = (w0 &>> 21 & mask) &+ one
        let d7 = d6 &+ g7
        let g8 = (w0 &>> 24 & mask) &+ one
        let d8 = d7 &+ g8
        let g9 = (w0 &>> 27 & mask) &+ one
        let d9 = d8 &+ g9
        let g10 = ((w0 &>> 30 | half &<< 2) & mask) &+ one
        let d10 = d9 &+ g10
        let g11 = (half &>> 1 & mask) &+ one
        let d11 = d10 &+ g11
        let g12 = (half &>> 4 & mask) &+ one
        let d12 = d11 &+ g12
        let g13 = (half &>> 7 & mask) &+ one
        let d13 = d12 &+ g13
        let g14 = (half &>> 10 & mask) &+ one
        let d14 = d13 &+ g14
        let g15 = (half &>> 13 & mask) &+ one
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
