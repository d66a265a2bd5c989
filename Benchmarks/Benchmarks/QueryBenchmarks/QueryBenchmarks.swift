import Benchmark
import SearchIndex
import SyntheticNews

/// How long queries of each shape take on 10,000 documents: finding the best, and counting. An iteration asks 100 queries.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock], timeUnits: .microseconds, warmupIterations: 3, maxDuration: .seconds(1),
        maxIterations: 500)

    for shape in QueryShape.allCases {
        for size in [10, 100, 10_000] {
            measure("\(shape.rawValue), top \(size)", shape) { reader, query in
                blackHole(try reader.search(query, options: SearchOptions(size: size, totalUpTo: size)))
            }
        }
        measure("\(shape.rawValue), count", shape) { reader, query in blackHole(try reader.count(query)) }
    }
}

/// All benchmarks search one index, which is built when the first of them runs.
private let index: (index: TemporaryIndex, reader: IndexReader) = {
    var news = SyntheticNews(seed: 1)
    let index = TemporaryIndex()
    do {
        try index.publish(news.documents(10_000), settings: IndexSettings())
        return (index, try IndexReader(folder: index.path))
    } catch {
        fatalError("the index for the benchmarks was not built: \(error)")
    }
}()

private func measure(
    _ name: String, _ shape: QueryShape, _ body: @escaping @Sendable (IndexReader, Query) throws -> Void
) {
    Benchmark(name) { benchmark in
        var news = SyntheticNews(seed: 2)
        let queries = news.queries(shape, count: 100).map { QueryParser().parse($0) }
        let reader = index.reader
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            for query in queries { try body(reader, query) }
        }
    }
}
