import Foundation

/// How much memory this process holds, in kB, as the kernel counts it.
struct MemoryUse: Codable, Equatable {
    /// All that is in memory, pages of mapped files included.
    var resident: Int
    /// What is in no file, the heap above all.
    var anonymous: Int

    /// The use of this moment; zeros where the kernel does not tell.
    static var now: MemoryUse {
        let text = FileManager.default.contents(atPath: "/proc/self/smaps_rollup") ?? Data()
        return MemoryUse(rollup: String(decoding: text, as: UTF8.self))
    }

    init(resident: Int, anonymous: Int) {
        self.resident = resident
        self.anonymous = anonymous
    }

    /// - Parameter rollup: What `/proc/self/smaps_rollup` says.
    init(rollup: String) {
        func value(_ name: String) -> Int {
            let line = rollup.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }
        resident = value("Rss")
        anonymous = value("Anonymous")
    }
}
