// swift-tools-version: 6.2

import PackageDescription

/// As in the package that is measured: the loops of `Packing` are compiled into the benchmarks too.
let processor = Context.environment["MARCH"] ?? "x86-64-v3"

#if arch(x86_64)
    let isForNewerProcessors = processor != "baseline"
#else
    let isForNewerProcessors = false
#endif

/// Compiled as the loops of the index are.
let vectorised: [SwiftSetting] =
    isForNewerProcessors ? [.unsafeFlags(["-Xcc", "-march=\(processor)", "-Xcc", "-mno-gather"])] : []
let index: Target.Dependency = .product(name: "TimtinIndex", package: "timtin")

/// An executable that the plugin runs.
func benchmarks(_ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = []) -> Target {
    .executableTarget(
        name: name, dependencies: [.product(name: "Benchmark", package: "benchmark"), index] + dependencies,
        path: "Benchmarks/\(name)", swiftSettings: settings,
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
    name: "timtin-benchmarks",
    dependencies: [
        .package(name: "timtin", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .target(name: "SyntheticNews", dependencies: [index], path: "Benchmarks/SyntheticNews"),
        benchmarks("KernelBenchmarks", [], vectorised),
        benchmarks("BuildBenchmarks", ["SyntheticNews"]),
        benchmarks("QueryBenchmarks", ["SyntheticNews"]),
    ],
    swiftLanguageModes: [.v6]
)
