import ArgumentParser
import Foundation
import Protocol
import ServiceSupport

/// `timtin bench`: drives a cluster and measures it.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Drive a cluster from a query log and measure latencies.",
        discussion: """
            A closed loop asks as fast as the cluster answers: each connection sends its next request when the last is \
            answered. An open loop sends --rate requests a second, answered or not, as many people would.

            Latencies are corrected for coordinated omission: in an open loop they count from the moment when a request \
            was to be sent; in a closed loop, a long wait counts also as the shorter ones of the requests that it held \
            up. A request without an answer counts with the time waited. The other line, "as sent", is not corrected.

            --queries takes JSON lines with "query" or "text", or one query a line, asked in turn from the first on. \
            --output writes summary.json, latency-corrected.hgrm, latency-uncorrected.hgrm (HdrHistogram's text form, \
            in ms) and latency.svg.

            Ctrl-C ends the load early and reports what was measured.

            EXAMPLES:
              timtin bench --queries queries.jsonl
              timtin bench --queries log.txt --connections 32 --duration 1m --output out
              timtin bench --queries log.txt --rate 500 --spacing even --shuffle --seed 7
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable { case closed, open }

    @OptionGroup var client: ClientOptions

    @Option(help: ArgumentHelp("The query log; - is standard input.", valueName: "file"), completion: .file())
    var queries: String

    @Option(help: "What decides when a request is sent (default: open where there is a --rate, else closed).")
    var mode: Mode?

    @Option(help: "How many connections, spread over the brokers.")
    var connections = 8

    @Option(help: ArgumentHelp("Requests a second of an open loop.", valueName: "number"))
    var rate: Double?

    @Option(help: "How far apart the requests of an open loop are.")
    var spacing = ArrivalSchedule.Spacing.poisson

    @Option(help: "Fixes what is random: the gaps of poisson, the order of --shuffle.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("For how long answers count for nothing at first (default: 2s).", valueName: "time"))
    var warmup: String?

    @Option(help: ArgumentHelp("For how long requests are made after that (default: 10s).", valueName: "time"))
    var duration: String?

    @Option(help: ArgumentHelp("Make so many requests instead of going by --duration.", valueName: "count"))
    var requests: Int?

    @Option(name: [.short, .long], help: "How many hits each request asks for.")
    var size = 10

    @Flag(inversion: .prefixedNo, help: "Whether hits come with snippets.")
    var snippets = true

    @Flag(help: "Ask the queries in an order that --seed fixes.")
    var shuffle = false

    @Flag(help: "Send again what is unanswered after a second or may be retried, as other clients do.")
    var resend = false

    @Option(help: ArgumentHelp("Where to write the results; made where there is none.", valueName: "folder"))
    var output: String?

    func validate() throws {
        guard (1...512).contains(connections) else { throw ValidationError("--connections lies between 1 and 512") }
        if let rate { guard rate > 0, rate <= 1e6 else { throw ValidationError("--rate lies above 0, up to 1000000") } }
        guard (mode != .open) || rate != nil else { throw ValidationError("an open loop needs a --rate") }
        guard (mode != .closed) || rate == nil else { throw ValidationError("a closed loop has no --rate") }
        guard requests == nil || duration == nil else { throw ValidationError("give --requests or --duration") }
        guard requests ?? 1 > 0 else { throw ValidationError("--requests has to be at least 1") }
        guard (0...Search.windowMax).contains(size) else {
            throw ValidationError("--size lies between 0 and \(Search.windowMax)")
        }
    }

    func run() async throws {
        let timeout = try client.deadline()
        var log = try QueryFile.read(queries, takesPlainLines: true)
        guard !log.isEmpty else { throw ProgramError.usage("\(queries) has no queries") }
        if shuffle {
            var generator = SeededGenerator(seed: seed)
            log.shuffle(using: &generator)
        }
        let plan = try plan(queryCount: log.count, timeout: timeout)
        let bytes = try RequestBytes(log, size: size, snippets: snippets, timeout: timeout)
        let endpoints = try client.broker.endpoints()
        // Nobody there is told soon, before a load is begun.
        try await client.connected { _ in }
        let wish = StopWish()
        let signals = SignalWatch { number in
            if wish.isUttered { Foundation.exit(128 + number) }
            wish.utter()
        }
        defer { signals.cancel() }
        let result = try await LoadThread.run(
            plan, bytes, endpoints: endpoints, patience: ClientOptions.firstAnswer, until: wish)
        let report = report(of: result, plan, endpoints: endpoints)
        StandardStream.output.write(report.text(on: .output))
        if let output {
            try report.write(to: output)
            StandardStream.output.write("written to \(output)/\n")
        }
        guard result.tally.answeredCount > 0 else { throw ProgramError.failed("no request was answered") }
    }

    private func plan(queryCount: Int, timeout: Duration) throws -> LoadPlan {
        let length = try Self.time(duration, .seconds(10), "--duration")
        let mode: LoadPlan.Mode =
            if let rate { .open(ArrivalSchedule(rate: rate, spacing: spacing, seed: seed)) } else { .closed }
        return LoadPlan(
            mode: mode, connections: connections, warmUp: try Self.time(warmup, .seconds(2), "--warmup"),
            end: requests.map { .requests($0) } ?? .after(length), timeout: timeout,
            resendAfter: resend ? .seconds(1) : nil, queryCount: queryCount)
    }

    private static func time(_ text: String?, _ standard: Duration, _ flag: String) throws(ProgramError) -> Duration {
        guard let text else { return standard }
        guard let time = Duration(settingText: text), time >= .zero else {
            throw .usage("\(flag) \"\(text)\" is not allowed: expected \(Duration.settingForm)")
        }
        return time
    }

    private func report(of result: LoadThread.Result, _ plan: LoadPlan, endpoints: [String]) -> BenchReport {
        let tally = result.tally
        let isOpen = rate != nil
        let corrected = isOpen ? tally.fromIntended : tally.corrected(connections: connections)
        let summary = BenchSummary(
            time: Date.now.formatted(.iso8601), brokers: endpoints, mode: isOpen ? "open" : "closed",
            connections: connections, wantedRate: rate, spacing: isOpen ? spacing.rawValue : nil, seed: seed,
            queries: plan.queryCount, size: size, warmUpSeconds: plan.warmUp / .seconds(1),
            seconds: tally.elapsed / .seconds(1), requests: tally.count, answered: tally.answeredCount,
            partial: tally.partialCount, errors: tally.errorCount, timeouts: tally.timeoutCount,
            errorsByTitle: tally.failures, resent: tally.resentCount, rate: tally.rate, corrected: .init(corrected),
            uncorrected: .init(tally.fromSent), lateness: .init(tally.lateness),
            clientMicroseconds: result.cpu / .microseconds(1) / Double(max(1, result.sentCount)))
        return BenchReport(summary: summary, corrected: corrected, uncorrected: tally.fromSent)
    }
}

extension ArrivalSchedule.Spacing: ExpressibleByArgument {}
