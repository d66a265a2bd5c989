import Foundation

/// Where the executables under test are.
enum Executables {
    /// The folder that `make test` names; nil where the tests were started by hand without it.
    static let folder: URL? = ProcessInfo.processInfo.environment["TIMTIN_BIN_DIR"].map { URL(filePath: $0) }

    /// Why the end-to-end tests do not run, for the report of the skipped ones.
    static let skipReason: String = "TIMTIN_BIN_DIR does not name the folder of the built executables; `make test` does"

    /// A Python that has pyzmq.
    static let python = ProcessInfo.processInfo.environment["TIMTIN_PYTHON"] ?? "/usr/bin/python3"

    /// The project's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// How often each fault is repeated: 3, or what `make test-all` says.
    static let faultRounds = Int(ProcessInfo.processInfo.environment["TIMTIN_FAULT_ROUNDS"] ?? "") ?? 3

    /// An executable by its name, or an absolute path as it is.
    static func url(of name: String) -> URL {
        if name.hasPrefix("/") { return URL(filePath: name) }
        return (folder ?? root.appending(path: ".build/release")).appending(path: name)
    }
}
