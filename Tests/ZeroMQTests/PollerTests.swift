import Foundation
import Testing

@testable import ZeroMQ

@Suite struct `Polling` {
    @Test func `a poller names the sockets that are ready`() throws {
        let context = Context()
        let quiet = try Socket(.pull, in: context)
        try quiet.bind("inproc://quiet")
        let busy = try Socket(.pull, in: context)
        try busy.bind("inproc://busy")
        let sender = try Socket(.push, in: context)
        try sender.connect("inproc://busy")
        try sender.send(Message("x"), within: patience)
        var poller = Poller()
        poller.add(quiet, for: .readable)
        poller.add(busy, for: .readable)
        let ready = try poller.wait(timeout: patience)
        #expect(ready.map(\.position) == [1])
        #expect(ready.first?.readiness == .readable)
    }

    @Test func `a ring from another thread wakes a poller until it is silenced`() throws {
        let bell = try WakeUp()
        var poller = Poller()
        poller.add(descriptor: bell.descriptor, for: .readable)
        Thread { bell.ring() }.start()
        #expect(try poller.wait(timeout: patience).count == 1)
        bell.silence()
        #expect(try poller.wait(timeout: .zero).isEmpty)
    }

    @Test func `a hundred thousand rings do not block the ringer`() throws {
        let bell = try WakeUp()
        for _ in 0..<100_000 { bell.ring() }
        bell.silence()
        var poller = Poller()
        poller.add(descriptor: bell.descriptor, for: .readable)
        #expect(try poller.wait(timeout: .zero).isEmpty)
    }

    @Test func `a monitor tells of connections and their loss`() throws {
        let context = Context()
        let server = try Socket(.router, in: context)
        try server.bind("tcp://127.0.0.1:*")
        let endpoint = try server.boundEndpoint
        let client = try Socket(.dealer, in: context)
        let monitor = try Monitor(client)
        try client.connect(endpoint)
        try expect(.handshakeSucceeded, from: monitor, endpoint)
        server.close()
        try expect(.disconnected, from: monitor, endpoint)
    }

    @Test(arguments: [true, false])
    func `connections go on when a monitor is closed while events come`(monitorFirst: Bool) throws {
        let context = Context()
        let server = try Socket(.router, in: context)
        try server.bind("tcp://127.0.0.1:*")
        let endpoint = try server.boundEndpoint
        for _ in 0..<200 {
            let client = try Socket(.dealer, in: context)
            let monitor = try Monitor(client)
            try client.connect(endpoint)
            try client.send(Message("hello"), within: patience)
            if monitorFirst { monitor.socket.close() }
            client.close()
            monitor.socket.close()
        }
        let last = try Socket(.dealer, in: context)
        try last.connect(endpoint)
        try last.send(Message("last"), within: patience)
        while let message = try server.receive(within: patience) {
            if message[1].text == "last" { return }
        }
        Issue.record("the last message did not arrive")
    }

    private func expect(_ kind: SocketEvent.Kind, from monitor: Monitor, _ endpoint: String) throws {
        while let event = try monitor.next(within: patience) {
            if event.kind == kind {
                #expect(event.endpoint == endpoint)
                return
            }
        }
        Issue.record("no \(kind) came")
    }
}
