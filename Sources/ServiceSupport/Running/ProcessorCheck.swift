import CProcessor

/// Whether this processor runs what the index's loops were built for.
enum ProcessorCheck {
    /// One line on what is missing and what to do; nil when nothing is.
    ///
    /// A build for any processor (`MARCH=baseline`), or for another architecture, needs nothing.
    static var problem: String? {
        #if NEEDS_X86_64_V3
            problem(missing: ProcessorFeatures.current().missing)
        #else
            nil
        #endif
    }

    /// The line for these features; nil when there are none.
    static func problem(missing: [String]) -> String? {
        guard !missing.isEmpty else { return nil }
        return "this processor lacks \(missing.joined(separator: ", ")): this build needs x86-64-v3, as most "
            + "processors since 2013 have it; build with MARCH=baseline for older ones"
    }
}

/// What CPUID says of x86-64-v3, the level with AVX2.
struct ProcessorFeatures {
    /// ECX of leaf 1.
    var leaf1: UInt32
    /// EBX of leaf 7.
    var leaf7: UInt32
    /// ECX of leaf 0x80000001.
    var extended: UInt32
    /// The low half of XCR0: which registers the system saves; 0 where it does not say.
    var savedState: UInt32

    /// The names, as /proc/cpuinfo writes them but in capitals, of what x86-64-v3 has and this has not.
    var missing: [String] {
        let savesWideRegisters = savedState & 0b110 == 0b110
        let features: [(name: String, isPresent: Bool)] = [
            ("POPCNT", leaf1 >> 23 & 1 == 1),
            ("MOVBE", leaf1 >> 22 & 1 == 1),
            ("AVX", leaf1 >> 28 & 1 == 1 && savesWideRegisters),
            ("FMA", leaf1 >> 12 & 1 == 1 && savesWideRegisters),
            ("F16C", leaf1 >> 29 & 1 == 1 && savesWideRegisters),
            ("AVX2", leaf7 >> 5 & 1 == 1 && savesWideRegisters),
            ("BMI1", leaf7 >> 3 & 1 == 1),
            ("BMI2", leaf7 >> 8 & 1 == 1),
            ("LZCNT", extended >> 5 & 1 == 1),
        ]
        return features.filter { !$0.isPresent }.map(\.name)
    }

    #if arch(x86_64)
        /// Those of the processor that this runs on.
        static func current() -> ProcessorFeatures {
            let leaf1 = processor_leaf(1, 2)
            let savesState = leaf1 >> 27 & 1 == 1
            return ProcessorFeatures(
                leaf1: leaf1, leaf7: processor_leaf(7, 1), extended: processor_leaf(0x8000_0001, 2),
                savedState: savesState ? processor_saved_state() : 0)
        }
    #endif
}
