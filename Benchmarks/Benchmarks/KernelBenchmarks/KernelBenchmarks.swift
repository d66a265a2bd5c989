import Benchmark
import Packing

/// The kernels of the index, each over one block of postings or one window of documents, a thousand times an iteration; the
/// figures are nanoseconds a call. Each has in it what keeps the compiler from leaving the call out: see the row of nothing.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock], timeUnits: .nanoseconds, warmupIterations: 5, scalingFactor: .kilo,
        maxDuration: .seconds(1), maxIterations: 2000)

    Benchmark("nothing") { benchmark in
        for iteration in benchmark.scaledIterations { blackHole(iteration) }
    }
    columns()
    scores()
    windows()
    sets()
    searches()
}

/// A block of postings whose gaps have `width` bits.
private func columns() {
    for width in [1, 2, 5, 8, 9, 12, 17, 24] {
        Benchmark("columns: unpack 128 values of \(width) bits") { benchmark in
            let world = World()
            for _ in benchmark.scaledIterations {
                Columns.unpack(world.bytes, width: width, into: world.documents)
                blackHole(world.documents)
            }
        }
        Benchmark("columns: 128 documents of gaps of \(width) bits") { benchmark in
            let world = World()
            for iteration in benchmark.scaledIterations {
                let base = UInt32(truncatingIfNeeded: iteration)
                blackHole(Columns.documents(world.bytes, width: width, base: base, into: world.documents))
            }
        }
    }
    Benchmark("columns: pack 128 values of 5 bits") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            Columns.pack(world.narrow, width: 5, into: world.output)
            blackHole(world.output)
        }
    }
    Benchmark("columns: one value of 5 bits") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            blackHole(Columns.value(world.bytes, width: 5, at: iteration & 127))
        }
    }
    Benchmark("columns: 128 values into natural order") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            Columns.natural(world.documents, into: world.scores)
            blackHole(world.scores)
        }
    }
    Benchmark("columns: rank of a document") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            blackHole(Columns.rank(world.documents, below: UInt32(truncatingIfNeeded: iteration & 4095)))
        }
    }
    Benchmark("bits: 77 documents of gaps of 9 bits") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            let base = UInt32(truncatingIfNeeded: iteration)
            blackHole(Bits.documents(world.bytes, count: 77, width: 9, base: base, into: world.documents))
        }
    }
}

private func scores() {
    for (name, width) in [("of many norms", 5), ("of one norm", 1)] {
        Benchmark("impacts: 128 scores \(name)") { benchmark in
            let world = World()
            Columns.documents(world.bytes, width: width, base: 3000, into: world.documents)
            for _ in benchmark.scaledIterations {
                Impacts.scores(
                    world.documents, world.frequencies, count: 128, norms: world.norms, table: world.factors,
                    weight: 500_000, into: world.scores)
                blackHole(world.scores)
            }
        }
    }
    Benchmark("impacts: add 128 scores in a window") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            let start = UInt32(truncatingIfNeeded: iteration & 63)
            Impacts.add(
                world.documents, world.narrow, count: 128, from: start, window: World.window, into: world.sums)
            blackHole(world.sums)
        }
    }
    Benchmark("impacts: raise 128 maxima in a window") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            let start = UInt32(truncatingIfNeeded: iteration & 63)
            Impacts.takeMaximum(
                world.documents, world.narrow, count: 128, from: start, window: World.window, into: world.sums)
            blackHole(world.sums)
        }
    }
}

/// Sums of a window of documents.
private func windows() {
    for (name, step) in [("none", 0), ("one of 64", 64), ("one of 8", 8)] {
        Benchmark("impacts: drain 4,096 sums, \(name) found") { benchmark in
            let world = World()
            for _ in benchmark.scaledIterations {
                if step > 0 { for place in stride(from: 5, to: World.window, by: step) { world.sums[place] = 7 } }
                blackHole(
                    Impacts.drain(
                        world.sums, count: World.window, atLeast: 5, base: 0, documents: world.found,
                        scores: world.foundScores))
            }
        }
    }
    for (name, step) in [("one of 64", 64), ("one of 8", 8)] {
        Benchmark("impacts: keep \(name) of 4,096 documents") { benchmark in
            let world = World()
            for _ in benchmark.scaledIterations {
                for place in stride(from: 5, to: World.window, by: step) { world.foundScores[place] = 7 }
                let kept = Impacts.keep(world.found, world.foundScores, count: World.window, atLeast: 7)
                world.foundScores.update(repeating: 0, count: kept)
                blackHole(kept)
            }
        }
    }
    Benchmark("impacts: count 4,096 sums") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations { blackHole(Impacts.nonZeroCount(world.sums, count: World.window)) }
    }
    Benchmark("impacts: absorb 4,096 maxima") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            Impacts.absorb(world.found, count: World.window, into: world.sums)
            blackHole(world.sums)
        }
    }
}

/// Bits of a window of 4,096 documents, half of them set.
private func sets() {
    let wordCount = World.window / 64
    Benchmark("bits: and 64 words") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            Bits.and(world.otherWords, world.words, count: wordCount)
            blackHole(world.otherWords)
        }
    }
    Benchmark("bits: count 64 words") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations { blackHole(Bits.ones(world.words, count: wordCount)) }
    }
    Benchmark("bits: rank among 10 words") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations { blackHole(Bits.rank(world.words, 600 + iteration & 31)) }
    }
    Benchmark("bits: documents of 64 words") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            blackHole(Bits.documents(world.words, count: wordCount, base: 0, into: world.found))
        }
    }
    Benchmark("bits: a block of 128 documents") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            blackHole(Bits.block(world.block, count: World.blockWordCount, base: 0, into: world.documents))
        }
    }
    Benchmark("bits: set 128 documents") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            Bits.set(world.documents, count: 128, from: 0, window: World.window, into: world.otherWords)
            blackHole(world.otherWords)
        }
    }
    Benchmark("bits: keep 128 documents") { benchmark in
        let world = World()
        for _ in benchmark.scaledIterations {
            world.found.update(from: world.documents, count: 128)
            blackHole(Bits.keep(world.found, count: 128, from: 0, in: world.words))
        }
    }
}

private func searches() {
    Benchmark("ascending: a near one of 2,048") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            let start = iteration & 1023
            let target = UInt32(truncatingIfNeeded: start * 31 + 70)
            blackHole(Ascending.first32(world.ascending, from: start, count: 2048, notBelow: target))
        }
    }
    Benchmark("ascending: a far one of 2,048") { benchmark in
        let world = World()
        for iteration in benchmark.scaledIterations {
            let target = UInt32(truncatingIfNeeded: iteration &* 7919 % 60_000)
            blackHole(Ascending.first32(world.ascending, from: 0, count: 2048, notBelow: target))
        }
    }
}
