import DocumentReading
import Messaging
import Protocol
import Testing

@testable import Ingestor

@Suite struct SendRecoveryTests {
    @Test(arguments: [RPCErrorCode.overloaded, .unavailable, .staleEpoch, .readOnly, .shuttingDown, .deadlineExceeded])
    func `what may pass is sent again`(code: RPCErrorCode) {
        #expect(SendRecovery.decide(on: RPCError(code, detail: "busy"), documentCount: 9) == .sendAgain)
    }

    @Test func `nobody there is sent again`() {
        let error = NoAnswer(endpoint: "tcp://127.0.0.1:1", waited: .seconds(1), wasConnected: false)
        #expect(SendRecovery.decide(on: error, documentCount: 1) == .sendAgain)
    }

    @Test(arguments: [RPCErrorCode.messageTooLarge, .invalidParams, .invalidRequest, .parseError])
    func `one document that spoils a batch is found by halving it`(code: RPCErrorCode) {
        let error = RPCError(code, detail: "id is empty")
        #expect(SendRecovery.decide(on: error, documentCount: 2) == .split)
        #expect(SendRecovery.decide(on: error, documentCount: 1) == .refuse("\(code.title): id is empty"))
    }

    @Test(arguments: [RPCErrorCode.internalError, .corrupted, .shardMismatch, .methodNotFound])
    func `what sending cannot cure ends the ingest`(code: RPCErrorCode) {
        #expect(SendRecovery.decide(on: RPCError(code, detail: ""), documentCount: 2) == .fail)
        #expect(SendRecovery.decide(on: CancellationError(), documentCount: 2) == .fail)
    }

    @Test func `attempts get more time, pauses grow, and both have a bound`() {
        let deadlines = (0..<10).map(SendRecovery.deadline)
        #expect(zip(deadlines, deadlines.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(deadlines.first == .seconds(4) && deadlines.last == .seconds(60))
        let pauses = (0..<10).map(SendRecovery.pause)
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(pauses.first == .zero && pauses.last == .seconds(1))
    }

    @Test func `attempts take turns between the indexer and the broker`() {
        #expect(
            (0..<4).map { SendRecovery.goesThroughBroker(attempt: $0, knowsEndpoint: true) } == [
                false, true, false, true,
            ])
        #expect(SendRecovery.goesThroughBroker(attempt: 0, knowsEndpoint: false))
    }
}

@Suite struct ShardRoutesTests {
    static func status(_ members: [MemberStatus], shards: Int = 1) -> ClusterStatus.Result {
        let broker = MemberInfo(name: "broker", role: .broker, instance: "i", host: "h", processID: 1)
        return .init(
            broker: broker, uptimeMilliseconds: 1, shards: shards, members: members, cluster: ClusterState(),
            waitingFor: [], counters: [:])
    }

    static func indexer(_ endpoint: String?, shard: Int = 0, epoch: UInt64 = 1) -> MemberStatus {
        let info = MemberInfo(
            name: "indexer-\(epoch)", role: .indexer, instance: "i", endpoint: endpoint, host: "h", processID: 2)
        let owned = ShardState(
            shard: shard, epoch: epoch, generation: nil, through: 0, acknowledged: 0, documents: 0, segments: 0,
            byteCount: 0, folder: "", behind: [])
        return MemberStatus(
            member: info, state: MemberState(owned: [owned]), lastSeenMilliseconds: 0, outstanding: 0)
    }

    @Test func `of two indexers that claim a shard the one with the greater epoch is right`() {
        for members in [
            [Self.indexer("tcp://a:1", epoch: 1), Self.indexer("tcp://b:2", epoch: 2)],
            [Self.indexer("tcp://b:2", epoch: 2), Self.indexer("tcp://a:1", epoch: 1)],
        ] {
            #expect(ShardRoutes(Self.status(members), broker: "tcp://c:3").endpoints == [0: "tcp://b:2"])
        }
    }

    @Test(
        arguments: [
            ("tcp://0.0.0.0:5580", "tcp://broker:5580"), ("tcp://10.0.0.4:5580", "tcp://10.0.0.4:5580"),
            ("ipc:///run/t/indexer", "ipc:///run/t/indexer"), ("tcp://10.0.0.4:*", nil), ("nonsense", nil),
        ] as [(String, String?)])
    func `an endpoint is taken as it is reached from here`(endpoint: String, expected: String?) {
        let routes = ShardRoutes(Self.status([Self.indexer(endpoint)]), broker: "tcp://broker:5570")
        #expect(routes.endpoints[0] == expected)
    }

    @Test func `documents go to the shard that owns their ids, in their order`() {
        let routes = ShardRoutes(Self.status([], shards: 3), broker: "tcp://a:1")
        let documents = (0..<50).map {
            OutgoingDocument(put: .init(Document(id: "tin-\($0)", title: "")), origin: BatcherTests.position(0))
        }
        let parts = routes.divide(documents)
        #expect(parts.values.flatMap { $0 }.sorted() == Array(0..<50))
        for (shard, indices) in parts {
            #expect(indices == indices.sorted())
            #expect(indices.allSatisfy { ShardRouting.shard(of: "tin-\($0)".utf8, shards: 3) == shard })
        }
    }
}

@Suite struct SearchabilityTests {
    static func worker(_ name: String, through: UInt64?) -> MemberStatus {
        let info = MemberInfo(name: name, role: .worker, instance: "i", host: "h", processID: 3)
        let open = through.map { [OpenGeneration(shard: 0, generation: "1.1", through: $0)] } ?? []
        return MemberStatus(member: info, state: MemberState(open: open), lastSeenMilliseconds: 0, outstanding: 0)
    }

    @Test func `all is searchable once every worker has a generation with it`() {
        let wanted = [ShardSequence(shard: 0, sequence: 5)]
        func missing(_ workers: MemberStatus...) -> String? {
            Searchability.missing(wanted, in: ShardRoutesTests.status(workers))
        }
        #expect(missing() == "no worker is there to search")
        #expect(missing(Self.worker("a", through: 5), Self.worker("b", through: 6)) == nil)
        #expect(missing(Self.worker("a", through: 5), Self.worker("b", through: 4))?.hasPrefix("b ") == true)
        #expect(missing(Self.worker("a", through: nil)) != nil)
    }

    @Test func `a worker that holds some shards is waited for in these alone, and each shard takes one`() {
        let wanted = [ShardSequence(shard: 0, sequence: 5), ShardSequence(shard: 1, sequence: 7)]
        var other = Self.worker("b", through: nil)
        other.state.open = [OpenGeneration(shard: 1, generation: "1.1", through: 7)]
        let status = ShardRoutesTests.status([Self.worker("a", through: 5), other])
        #expect(Searchability.missing(wanted, in: status) == nil)
        let lacking = ShardRoutesTests.status([Self.worker("a", through: 5)])
        #expect(Searchability.missing(wanted, in: lacking) == "no worker has opened shard 1")
    }

    @Test func `an empty shard needs no open generation`() {
        let status = ShardRoutesTests.status([Self.worker("a", through: nil)])
        #expect(Searchability.missing([ShardSequence(shard: 0, sequence: 0)], in: status) == nil)
    }
}
