import ServiceSupport
import Testing

@testable import Ingestor

@Suite struct ProgressTests {
    static func progress(read: UInt64, whole: UInt64?, trouble: String? = nil) -> IngestProgress {
        IngestProgress(
            totals: IngestTotals(created: 12_345, quarantined: 2), readByteCount: read, wholeByteCount: whole,
            elapsed: .seconds(10), rate: 1_530.4, byteRate: 2_621_440, trouble: trouble)
    }

    @Test func `a line tells documents, rate, share, time left and quarantine`() {
        #expect(
            Self.progress(read: 25 << 20, whole: 100 << 20).line
                == "12,345 documents  1,530/s  25 MiB of 100 MiB (25%)  30 s left  2 quarantined")
    }

    @Test func `of a stream nobody knows the end`() {
        #expect(Self.progress(read: 2048, whole: nil).line == "12,345 documents  1,530/s  2.0 KiB  2 quarantined")
    }

    @Test func `trouble is told, and the line is cut to the terminal`() {
        let progress = Self.progress(read: 2048, whole: nil, trouble: "no acknowledgement, for 5 s")
        #expect(progress.line.hasSuffix("no acknowledgement, for 5 s"))
        #expect(progress.line(width: 30).count == 29)
        #expect(progress.line(width: 30).hasSuffix("…"))
    }

    @Test func `the rate is that of the last while`() {
        var meter = RateMeter(span: .seconds(5))
        #expect(meter.rate(at: .seconds(1), count: 1_000) == 1_000)
        for second in 2...10 { _ = meter.rate(at: .seconds(second), count: 1_000) }
        #expect(meter.rate(at: .seconds(11), count: 1_000) == 0)
        #expect(meter.rate(at: .seconds(12), count: 1_600) == 120)
    }

    @Test func `the summary names what is not nothing`() {
        var totals = IngestTotals(created: 19_990, unchanged: 10)
        #expect(totals.summary(elapsed: .seconds(10)) == "20,000 documents in 10 s (2,000/s): 19,990 new, 10 unchanged")
        totals.skipped = 1
        #expect(totals.summary(elapsed: .seconds(10)).hasSuffix("; 1 file of other kinds left alone"))
        #expect(IngestTotals().summary(elapsed: .milliseconds(20)) == "0 documents in 20 ms")
    }

    @Test func `what was left out makes the run fail and names the file`() throws {
        var report = IngestReport(
            run: IngestTotals(created: 1), all: IngestTotals(created: 1), elapsed: .seconds(1))
        #expect(RunCommand.failure(report, quarantine: "q.jsonl") == nil)
        report.all.quarantined = 2
        report.all.refused = 1
        let failure = try #require(RunCommand.failure(report, quarantine: "q.jsonl"))
        #expect(failure.status == .failed)
        #expect(
            failure.message
                == "not everything is in: 2 could not be read, 1 were refused; the reasons are in q.jsonl")
    }
}
