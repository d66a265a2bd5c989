import Foundation
import Testing

@testable import ServiceSupport

struct ClusterFileTests {
    private let data = NSTemporaryDirectory() + "timtin-cluster-file-\(UUID().uuidString)/data"

    @Test func `the number of shards is written once and compared from then on`() throws {
        #expect(try ClusterFile.read(in: data) == nil)
        #expect(try ClusterFile.check(shards: 2, saidBy: "--shards", in: data) == false)
        try ClusterFile.establish(shards: 2, saidBy: "--shards", in: data)
        try ClusterFile.establish(shards: 2, saidBy: "the broker", in: data)
        #expect(try ClusterFile.read(in: data) == ClusterFile(shards: 2))
        let error = #expect(throws: ProgramError.self) {
            try ClusterFile.establish(shards: 3, saidBy: "the broker b", in: data)
        }
        #expect(error?.status == .failed)
        for part in [data, "2 shards", "the broker b says 3", "--shards 2", "--data"] {
            #expect(error?.message.contains(part) == true)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["cluster.json"])
    }

    @Test func `of many that create it at once one wins and the others compare`() async throws {
        let outcomes = await withTaskGroup(of: Int?.self) { group in
            for number in 1...16 {
                group.addTask {
                    do {
                        try ClusterFile.establish(shards: number, saidBy: "a test", in: data)
                        return number
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let winners = outcomes.compactMap(\.self)
        #expect(winners.count == 1)
        #expect(try ClusterFile.read(in: data)?.shards == winners.first)
    }

    @Test(arguments: ["", "{}", "{\"shards\": 0}", "two"])
    func `a file that says nothing is refused, and what to write is said`(content: String) throws {
        try AtomicFile.makeFolder(data)
        try AtomicFile.write(Array(content.utf8), to: ClusterFile.path(in: data))
        let error = #expect(throws: ProgramError.self) { try ClusterFile.read(in: data) }
        #expect(error?.message.contains("{\"shards\": N}") == true)
    }
}
