import Foundation
import Testing

@testable import ServiceSupport

@Suite struct `The processor` {
    @Test func `of a level above lacks nothing`() {
        let all = ProcessorFeatures(leaf1: .max, leaf7: .max, extended: .max, savedState: 0b111)
        #expect(all.missing == [])
        #expect(ProcessorCheck.problem(missing: all.missing) == nil)
    }

    @Test func `from before AVX2 is named with what to do`() {
        let older = ProcessorFeatures(leaf1: .max, leaf7: ~(1 << 5 | 1 << 8), extended: .max, savedState: 0b111)
        #expect(older.missing == ["AVX2", "BMI2"])
        #expect(
            ProcessorCheck.problem(missing: older.missing)
                == "this processor lacks AVX2, BMI2: this build needs x86-64-v3, as most processors since 2013 have it; "
                + "build with MARCH=baseline for older ones")
    }

    @Test func `has no wide registers where the system does not save them`() {
        let unsaved = ProcessorFeatures(leaf1: .max, leaf7: .max, extended: .max, savedState: 0b011)
        #expect(unsaved.missing == ["AVX", "FMA", "F16C", "AVX2"])
    }

    #if arch(x86_64)
        @Test func `says of itself what the system says of it`() throws {
            let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("flags") })
            let flags = Set(line.split { $0 == " " || $0 == "\t" }.map { $0.uppercased() })
            // The system calls LZCNT by the name of the processors that had it first.
            let named = ["POPCNT", "MOVBE", "AVX", "FMA", "F16C", "AVX2", "BMI1", "BMI2", "LZCNT"]
            let absent = named.filter { !flags.contains($0 == "LZCNT" ? "ABM" : $0) }
            #expect(ProcessorFeatures.current().missing == absent)
        }
    #endif
}
