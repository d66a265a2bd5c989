import Foundation
import Protocol
import Testing

@testable import QueryService

@Suite struct `Discovery` {
    @Test func `rpc discover answers with the file in docs`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/protocol/openrpc.json")
        let written = try WireCoder.decode(JSONValue.self, from: Array(try Data(contentsOf: file)))
        let embedded = try WireCoder.decode(JSONValue.self, from: OpenRPCDocument.bytes)
        #expect(embedded == written, "run scripts/embed-openrpc.sh")
    }
}
