// swift-tools-version: 6.2

import PackageDescription

/// As in the package that is measured: the loops of `Packing` are compiled into the benchmarks too.
let processor = Context.environment["MARCH"] ?? "x86-64-v3"

#if arch(x86_64)
    let isForNewerProcessors = processor != "baseline"
#else
    let isForNewerProcessors = false
#endif

let package = Package(
    name: "timtin-benchmarks",
    dependencies: [
        .package(name: "timtin", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "KernelBenchmarks",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"), .product(name: "TimtinIndex", package: "timtin"),
            ],
            path: "Benchmarks/KernelBenchmarks",
            swiftSettings: isForNewerProcessors
                ? [.unsafeFlags(["-Xcc", "-march=\(processor)", "-Xcc", "-mno-gather"])] : [],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
