import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// Folders that several ingestors watch.
    @Suite(.serialized, .timeLimit(.minutes(20))) struct Watches {
        @Test func `two ingestors of one folder, killed in mid-file, bring in what one does`() async throws {
            let rounds = Executables.faultRounds
            let source = try Source(files: 8 * (rounds + 1))
            let alone = try await documents(broughtInByOneFrom: source)

            let cluster = try await Cluster(arguments: ["--shards", "2"])
            let watched = try WatchedFolder(cluster)
            let names = source.names.shuffled()
            var ingestors = try (1...2).map { try watched.start("ingestor-\($0)") }
            var killedInMidst = 0
            var times: [Duration] = []
            for round in 0..<rounds {
                for name in names[8 * round..<8 * (round + 1)] { try watched.put(name, of: source) }
                let all = source.count(of: watched.present)
                let acknowledged = try await watched.acknowledgedCount()
                try await eventually("more is acknowledged") {
                    try await watched.acknowledgedCount() > min(acknowledged + 20, all - 1)
                }
                let victim = round % 2
                WatchedFolder.expectEachReadByOne(ingestors)
                let start = ContinuousClock.now
                ingestors[victim].signal(SIGKILL)
                _ = try await ingestors[victim].exitStatus()
                let left = try await watched.acknowledgedCount()
                if left < all {
                    killedInMidst += 1
                    try await eventually("more is acknowledged") { try await watched.acknowledgedCount() > left }
                    times.append(.now - start)
                }
                ingestors[victim] = try watched.start("ingestor-\(victim + 1)")
            }
            for name in names[(8 * rounds)...] { try watched.put(name, of: source) }
            try await eventually("everything is acknowledged") {
                try await watched.acknowledgedCount() >= alone.count
            }
            try await cluster.settle()
            #expect(try await watched.documents(alone.map(\.id)) == alone)
            WatchedFolder.expectEachReadByOne(ingestors)
            for ingestor in ingestors {
                ingestor.signal(SIGINT)
                #expect(try await ingestor.exitStatus() == 0, "\(ingestor.output)")
            }
            #expect(try await watched.liveCount() == alone.count)
            try #require(killedInMidst > 0, "no ingestor had anything to do when it was killed")
            print(
                "documents brought in by two ingestors: \(alone.count), as by one; "
                    + "kills: \(rounds), with documents outstanding: \(killedInMidst)")
            print("ingestor killed, until the next acknowledgement by the other: \(times.summary)")
            try await cluster.stop()
            try source.remove()
        }

        @Test func `timtin ingest --watch takes in what comes and ends well`() async throws {
            let cluster = try await Cluster()
            let watched = try WatchedFolder(cluster)
            let ingest = try Child(
                "timtin",
                [
                    "ingest", "--broker", cluster.endpoint, "--watch", "--watch-settle", "50ms", "--watch-interval",
                    "20ms",
                ]
                    + ["--state", watched.state, watched.folder.path])
            try await ingest.waitForOutput("watching")
            let aside = cluster.folder.appending(path: "aside.jsonl")
            try #"{"id":"moi","title":"Mới đến"}"#.write(to: aside, atomically: true, encoding: .utf8)
            try FileManager.default.moveItem(at: aside, to: watched.folder.appending(path: "new.jsonl"))
            try await eventually("the new document is found") { try await cluster.ids("\"mới đến\"") == ["moi"] }
            let members = try await cluster.members(.ingestor)
            #expect(members.count == 1 && members[0].member.processID == Int(ingest.processID))
            try await eventually("the status tells how far it is") {
                try await cluster.members(.ingestor).first?.state.counters?["acknowledged"] == 1
            }
            ingest.signal(SIGINT)
            #expect(try await ingest.exitStatus() == 0)
            #expect(ingest.output.contains("1 document in"), "\(ingest.output)")
            try await cluster.stop()
        }

        /// What a single ingestor, run once, brings into a cluster of its own.
        private func documents(broughtInByOneFrom source: Source) async throws -> [Document] {
            let cluster = try await Cluster()
            let run = try await cluster.timtin("ingest", "--wait", "--state", source.state, source.folder.path)
            #expect(run.status == 0, "\(run.output)")
            let ids = try await source.ids()
            let watched = try WatchedFolder(cluster)
            let documents = try await watched.documents(ids)
            #expect(documents.count == ids.count && ids.count > 500)
            #expect(try await watched.liveCount() == ids.count)
            try await cluster.stop()
            return documents
        }
    }
}

/// Files to be ingested: pages, each a document or some, and lines of JSON.
private struct Source {
    let folder = Cluster.newFolder()
    let names: [String]
    private let counts: [String: Int]
    var state: String { folder.path + "-state" }

    /// - Parameter files: How many files there are; every fourth is a page.
    init(files: Int) throws {
        var counts: [String: Int] = [:]
        for number in 0..<files {
            let isPage = number % 4 == 0
            let name = isPage ? "page-\(number).txt" : "lines-\(number).jsonl"
            let lines = (0..<60).map { #"{"id":"tin-\#(number)-\#($0)","title":"Tin \#($0)","body":"chợ \#(number)"}"# }
            let page = "Tin số \(number)\n\nNgày \(number % 28 + 1)/9, chợ phiên mở lại.\n\nĐoạn hai của tin.\n"
            try (isPage ? page : lines.joined(separator: "\n")).write(
                to: folder.appending(path: name), atomically: true, encoding: .utf8)
            counts[name] = isPage ? 1 : lines.count
        }
        self.counts = counts
        names = counts.keys.sorted()
    }

    /// How many documents some of the files hold.
    func count(of names: Set<String>) -> Int { names.reduce(0) { $0 + (counts[$1] ?? 0) } }

    /// The ids of all documents, as reading without a cluster gives them.
    func ids() async throws -> [String] {
        let parsed = try await Child.run("timtin-ingestor", ["parse", folder.path])
        return try parsed.output.split(separator: "\n").map {
            try WireCoder.decode(Document.self, from: Array($0.utf8)).id
        }
    }

    func remove() throws {
        try FileManager.default.removeItem(at: folder)
        try FileManager.default.removeItem(atPath: state)
    }
}

/// A folder that ingestors of a cluster watch.
private final class WatchedFolder: Sendable {
    let folder: URL
    let state: String
    private let names = Mutex<Set<String>>([])
    private let cluster: Cluster

    init(_ cluster: Cluster) throws {
        self.cluster = cluster
        folder = cluster.folder.appending(path: "incoming")
        state = cluster.folder.appending(path: "watch-state").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// The files that are there.
    var present: Set<String> { names.withLock { $0 } }

    /// Copies a file to a name that is left alone, and renames it into place.
    func put(_ name: String, of source: Source) throws {
        let aside = folder.appending(path: name + ".part")
        try FileManager.default.copyItem(at: source.folder.appending(path: name), to: aside)
        try FileManager.default.moveItem(at: aside, to: folder.appending(path: name))
        _ = names.withLock { $0.insert(name) }
    }

    func start(_ name: String) throws -> Child {
        try Child(
            "timtin-ingestor",
            ["run", "--watch", "--state", state, "--name", name] + cluster.brokerArguments
                + ["--batch", "10", "--window", "2", "--watch-interval", "20ms", "--watch-settle", "40ms"]
                + ["--log-level", "info", folder.path])
    }

    func acknowledgedCount() async throws -> Int {
        let shards = try await cluster.client.call(IndexGeneration.self, .init(), deadline: .seconds(30)).shards
        return shards.reduce(0) { $0 + Int($1.acknowledged) }
    }

    /// Live documents of the newest generation.
    func liveCount() async throws -> Int {
        let shards = try await cluster.client.call(IndexGeneration.self, .init(), deadline: .seconds(30)).shards
        return shards.reduce(0) { $0 + $1.documents }
    }

    /// Documents as the journal holds them, by id.
    func documents(_ ids: [String]) async throws -> [Document] {
        var documents: [Document] = []
        for start in stride(from: 0, to: ids.count, by: 200) {
            let part = Array(ids[start..<min(start + 200, ids.count)])
            let found = try await cluster.client.call(DocumentsGet.self, .init(ids: part), deadline: .seconds(30))
            #expect(found.missing == [])
            documents += found.documents.map(\.document)
        }
        return documents.sorted { $0.id < $1.id }
    }

    /// Expects that no two processes that live have read the same file: a claim is lost by death alone.
    static func expectEachReadByOne(_ ingestors: [Child]) {
        let read = ingestors.map { ingestor in
            ingestor.output.split(separator: "\n").filter { $0.contains("reading a file") }.compactMap { line in
                line.split(separator: " ").first { $0.hasPrefix("file=") }.map(String.init)
            }
        }
        #expect(read.allSatisfy { Set($0).count == $0.count }, "a file was read twice: \(read)")
        #expect(Set(read[0]).isDisjoint(with: read[1]), "a file was read by both: \(read)")
    }
}

extension [Duration] {
    /// Median and worst, in words; there has to be one at least.
    fileprivate var summary: String {
        let sorted = sorted().map { Int($0 / .milliseconds(1)) }
        return "median \(sorted[sorted.count / 2]) ms, worst \(sorted[sorted.count - 1]) ms, of \(sorted.count)"
    }
}
