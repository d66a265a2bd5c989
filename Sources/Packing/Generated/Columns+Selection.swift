// Made by scripts/make-kernels.py: change that, not this.

extension Columns {
    static func unpack(
        _ source: UnsafeRawPointer, width: Int, adding: Vector, into target: UnsafeMutablePointer<UInt32>
    ) {
        switch width {
        case 0: unsafe unpack0(source, adding, target)
        case 1: unsafe unpack1(source, adding, target)
        case 2: unsafe unpack2(source, adding, target)
        case 3: unsafe unpack3(source, adding, target)
        case 4: unsafe unpack4(source, adding, target)
        case 5: unsafe unpack5(source, adding, target)
        case 6: unsafe unpack6(source, adding, target)
        case 7: unsafe unpack7(source, adding, target)
        case 8: unsafe unpack8(source, adding, target)
        case 9: unsafe unpack9(source, adding, target)
        case 10: unsafe unpack10(source, adding, target)
        case 11: unsafe unpack11(source, adding, target)
        case 12: unsafe unpack12(source, adding, target)
        case 13: unsafe unpack13(source, adding, target)
        case 14: unsafe unpack14(source, adding, target)
        case 15: unsafe unpack15(source, adding, target)
        case 16: unsafe unpack16(source, adding, target)
        case 17: unsafe unpack17(source, adding, target)
        case 18: unsafe unpack18(source, adding, target)
        case 19: unsafe unpack19(source, adding, target)
        case 20: unsafe unpack20(source, adding, target)
        case 21: unsafe unpack21(source, adding, target)
        case 22: unsafe unpack22(source, adding, target)
        case 23: unsafe unpack23(source, adding, target)
        case 24: unsafe unpack24(source, adding, target)
        case 25: unsafe unpack25(source, adding, target)
        case 26: unsafe unpack26(source, adding, target)
        case 27: unsafe unpack27(source, adding, target)
        case 28: unsafe unpack28(source, adding, target)
        case 29: unsafe unpack29(source, adding, target)
        case 30: unsafe unpack30(source, adding, target)
        case 31: unsafe unpack31(source, adding, target)
        default: preconditionFailure("a value has 0 to 31 bits, not \(width)")
        }
    }

    static func sum(
        _ source: UnsafeRawPointer, width: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        switch width {
        case 0: return unsafe documents0(source, base, target)
        case 1: return unsafe documents1(source, base, target)
        case 2: return unsafe documents2(source, base, target)
        case 3: return unsafe documents3(source, base, target)
        case 4: return unsafe documents4(source, base, target)
        case 5: return unsafe documents5(source, base, target)
        case 6: return unsafe documents6(source, base, target)
        case 7: return unsafe documents7(source, base, target)
        case 8: return unsafe documents8(source, base, target)
        case 9: return unsafe documents9(source, base, target)
        case 10: return unsafe documents10(source, base, target)
        case 11: return unsafe documents11(source, base, target)
        case 12: return unsafe documents12(source, base, target)
        case 13: return unsafe documents13(source, base, target)
        case 14: return unsafe documents14(source, base, target)
        case 15: return unsafe documents15(source, base, target)
        case 16: return unsafe documents16(source, base, target)
        case 17: return unsafe documents17(source, base, target)
        case 18: return unsafe documents18(source, base, target)
        case 19: return unsafe documents19(source, base, target)
        case 20: return unsafe documents20(source, base, target)
        case 21: return unsafe documents21(source, base, target)
        case 22: return unsafe documents22(source, base, target)
        case 23: return unsafe documents23(source, base, target)
        case 24: return unsafe documents24(source, base, target)
        case 25: return unsafe documents25(source, base, target)
        case 26: return unsafe documents26(source, base, target)
        case 27: return unsafe documents27(source, base, target)
        case 28: return unsafe documents28(source, base, target)
        case 29: return unsafe documents29(source, base, target)
        case 30: return unsafe documents30(source, base, target)
        case 31: return unsafe documents31(source, base, target)
        default: preconditionFailure("a value has 0 to 31 bits, not \(width)")
        }
    }
}
