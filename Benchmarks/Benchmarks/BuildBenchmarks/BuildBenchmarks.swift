import Benchmark
import SearchIndex
import SyntheticNews

/// How long it takes to index 2,000 documents, and to merge them.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput, .peakMemoryResident], timeUnits: .milliseconds, warmupIterations: 1,
        maxDuration: .seconds(5), maxIterations: 20)

    build("one field without pairs", .singleField, .none)
    build("one field with pairs", .singleField, .all)
    build("all fields", .news, .all)
    Benchmark("merge 8 segments of 250 documents") { benchmark in
        var news = SyntheticNews(seed: 1)
        let documents = news.documents(2_000)
        for _ in benchmark.scaledIterations {
            let index = TemporaryIndex()
            let writer = try index.publish(documents, settings: IndexSettings(), generations: 8)
            guard let plan = writer.planMergeOfAll() else { return benchmark.error("there is nothing to merge") }
            benchmark.startMeasurement()
            _ = try writer.install(plan.run())
            benchmark.stopMeasurement()
        }
    }
}

private func build(_ name: String, _ schema: IndexSchema, _ pairs: PairRule) {
    Benchmark("build 2,000 documents: \(name)") { benchmark in
        var news = SyntheticNews(seed: 1)
        let documents = news.documents(2_000)
        var settings = IndexSettings()
        settings.schema = schema
        settings.pairs = pairs
        for _ in benchmark.scaledIterations {
            let index = TemporaryIndex()
            benchmark.startMeasurement()
            try index.publish(documents, settings: settings)
            benchmark.stopMeasurement()
        }
    }
}
