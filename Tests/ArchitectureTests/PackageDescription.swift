import Foundation

/// What `Package.swift` declares, as `swift package describe --type json` tells it.
struct PackageDescription: Decodable {
    /// One target and what it may import.
    struct Target: Decodable {
        var name: String
        var type: String
        var path: String
        var targetDependencies: [String]?
        var productDependencies: [String]?

        /// The names of the project's targets on which this one depends.
        var modules: [String] { targetDependencies ?? [] }

        /// The names of the products of other packages on which this one depends.
        var products: [String] { productDependencies ?? [] }
    }

    var targets: [Target]

    /// The targets that are no tests.
    var sources: [Target] { targets.filter { $0.type != "test" } }
}

extension PackageDescription {
    /// Asks SwiftPM. The scratch path is one of its own, because `swift test` holds the lock on the usual one.
    ///
    /// - Throws: `Failure` when SwiftPM cannot be run or refuses the manifest.
    static func read() throws -> PackageDescription {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "timtin-describe-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", Project.root.path, "--scratch-path", scratch.path,
            "describe", "--type", "json",
        ]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        // Read to the end first: a full pipe would keep the process from ending.
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(message: "swift package describe ended with exit code \(process.terminationStatus)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(PackageDescription.self, from: data)
    }

    /// SwiftPM did not describe the package.
    struct Failure: Error {
        var message: String
    }
}
