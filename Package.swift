// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target: imports are internal unless said otherwise, members come only from imported modules, and
/// existentials are written out.
let common: [SwiftSetting] =
    [
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
    ] + (Context.environment["TIMTIN_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Settings of the targets that may touch raw memory: each unsafe use is marked.
let memorySafe: [SwiftSetting] = common + [.strictMemorySafety()]

/// The processor that the index is built for, as clang's `-march` names it; MARCH=baseline builds for any.
let processor = Context.environment["MARCH"] ?? "x86-64-v3"

#if arch(x86_64)
    let isForNewerProcessors = processor != "baseline"
#else
    let isForNewerProcessors = false
#endif

/// Settings of the targets whose loops run over postings. Gathers of AVX2 are slower than the loads that they replace.
let vectorised: [SwiftSetting] =
    memorySafe
    + (isForNewerProcessors ? [.unsafeFlags(["-Xcc", "-march=\(processor)", "-Xcc", "-mno-gather"])] : [])

/// Settings of the target that tells whether this processor has what the others were built for.
let processorAware: [SwiftSetting] = common + (isForNewerProcessors ? [.define("NEEDS_X86_64_V3")] : [])

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")

let package = Package(
    name: "timtin",
    products: [
        .executable(name: "timtin", targets: ["timtin"]),
        .executable(name: "timtin-ingestor", targets: ["Ingestor"]),
        .executable(name: "timtin-indexer", targets: ["Indexer"]),
        .executable(name: "timtin-query", targets: ["QueryService"]),
        .library(name: "TimtinIndex", targets: ["Packing", "SearchIndex", "TextAnalysis"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.8.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // Floor 1: C libraries of the system.
        .systemLibrary(name: "CZMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CTimer"),
        .systemLibrary(name: "CProcessor"),

        // Floor 2: values, sockets, text, bytes.
        .target(name: "Protocol", swiftSettings: common),
        .target(name: "ZeroMQ", dependencies: ["CZMQ"], swiftSettings: memorySafe),
        .target(name: "TextAnalysis", swiftSettings: common),
        .target(name: "Packing", swiftSettings: vectorised),
        .target(name: "Hashing", dependencies: ["CXXHash"], swiftSettings: memorySafe),
        .target(name: "Compression", dependencies: ["CZstd", "CZlib"], swiftSettings: memorySafe),

        // Floor 3: messaging, the index, reading documents, what every service shares.
        .target(name: "Messaging", dependencies: ["Protocol", "ZeroMQ", logging], swiftSettings: common),
        .target(
            name: "SearchIndex", dependencies: ["TextAnalysis", "Packing", "Hashing", "Compression"],
            swiftSettings: vectorised),
        .target(
            name: "DocumentReading", dependencies: ["Protocol", "Hashing", "Compression"], swiftSettings: common),
        .target(
            name: "ServiceSupport", dependencies: ["Protocol", "CProcessor", argumentParser, logging, lifecycle],
            swiftSettings: processorAware),

        // Floor 4: the services and the command line. None imports another.
        .executableTarget(
            name: "Ingestor",
            dependencies: [
                "Protocol", "Messaging", "DocumentReading", "Hashing", "ServiceSupport", argumentParser, logging,
            ],
            swiftSettings: common),
        .executableTarget(
            name: "Indexer",
            dependencies: [
                "Protocol", "Messaging", "SearchIndex", "DocumentReading", "Hashing", "Compression", "ServiceSupport",
                grdb, argumentParser, logging, lifecycle,
            ],
            swiftSettings: common),
        .executableTarget(
            name: "QueryService",
            dependencies: [
                "Protocol", "Messaging", "ZeroMQ", "SearchIndex", "ServiceSupport", argumentParser, logging, lifecycle,
            ],
            swiftSettings: common),
        .executableTarget(
            name: "timtin",
            dependencies: [
                "Protocol", "Messaging", "ZeroMQ", "CTimer", "TextAnalysis", "ServiceSupport", argumentParser,
                histogram, logging,
            ],
            swiftSettings: common),

        .testTarget(name: "ProtocolTests", dependencies: ["Protocol"], swiftSettings: common),
        .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"], swiftSettings: common),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TextAnalysis"], swiftSettings: common),
        .testTarget(name: "PackingTests", dependencies: ["Packing"], swiftSettings: common),
        .testTarget(
            name: "MessagingTests", dependencies: ["Messaging", "Protocol", "ZeroMQ", logging], swiftSettings: common),
        .testTarget(
            name: "SearchIndexTests",
            dependencies: ["SearchIndex", "TextAnalysis", "Packing", "Hashing", "Compression"],
            swiftSettings: common),
        .testTarget(
            name: "DocumentReadingTests", dependencies: ["DocumentReading", "Protocol", "Compression"],
            exclude: ["Fixtures"], swiftSettings: common),
        .testTarget(
            name: "ServiceSupportTests", dependencies: ["ServiceSupport", "Protocol", argumentParser, logging],
            swiftSettings: common),
        .testTarget(
            name: "IngestorTests",
            dependencies: [
                "Ingestor", "Protocol", "Messaging", "DocumentReading", "Hashing", "ServiceSupport", argumentParser,
                logging,
            ],
            swiftSettings: common),
        .testTarget(
            name: "IndexerTests",
            dependencies: [
                "Indexer", "Protocol", "Messaging", "SearchIndex", "DocumentReading", "Hashing", "ServiceSupport", grdb,
                argumentParser, logging, lifecycle,
            ],
            swiftSettings: common),
        .testTarget(
            name: "QueryServiceTests",
            dependencies: [
                "QueryService", "Protocol", "Messaging", "ZeroMQ", "SearchIndex", "ServiceSupport", logging,
            ],
            swiftSettings: common),
        .testTarget(
            name: "TimtinTests",
            dependencies: ["timtin", "Protocol", "Messaging", "ServiceSupport", argumentParser, histogram],
            swiftSettings: common),
        .testTarget(name: "ArchitectureTests", swiftSettings: common),
        .testTarget(
            name: "EndToEndTests", dependencies: ["Protocol", "Messaging", "ZeroMQ", logging],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)
