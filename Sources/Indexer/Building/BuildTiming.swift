import Foundation
import Glibc
import Protocol

/// What a build took, as a line of JSON.
struct BuildTiming: Codable, Equatable {
    /// Runs from its making.
    struct Stopwatch {
        private let start = ContinuousClock.now
        private let processStart = Self.processSeconds

        /// Time by the clock.
        var elapsed: Duration { .now - start }
        /// Time of the processor, for all threads of the process.
        var processElapsed: Double { Self.processSeconds - processStart }

        private static var processSeconds: Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    }

    var documents: Int
    /// By the clock, until the index was on the disk; reading counts unless the texts were read before.
    var seconds: Double
    /// The same by the processor.
    var processSeconds: Double
    /// All files of the index.
    var bytes: Int

    enum CodingKeys: String, CodingKey {
        case documents
        case seconds
        case processSeconds = "cpu_seconds"
        case bytes
    }

    init(documents: Int, elapsed: Duration, processElapsed: Double, output: String) {
        self.documents = documents
        seconds = elapsed / .seconds(1)
        processSeconds = processElapsed
        bytes = Self.byteCount(of: output)
    }

    /// The sizes of all files below a folder.
    private static func byteCount(of folder: String) -> Int {
        let files = FileManager.default
        return (files.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).reduce(0) { sum, name in
            let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)")
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
