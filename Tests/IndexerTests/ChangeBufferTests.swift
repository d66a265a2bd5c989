import SearchIndex
import Testing

@testable import Indexer

struct ChangeBufferTests {
    private func change(_ sequence: UInt64, byteCount: Int = 10) -> SequencedChange {
        SequencedChange(sequence: sequence, change: .delete(id: []), byteCount: byteCount)
    }

    private func next(_ buffer: inout ChangeBuffer, indexed: UInt64, acknowledged: UInt64) -> String {
        switch buffer.next(
            indexed: indexed, acknowledged: acknowledged, documentCountMax: 3, segmentByteCountMax: 1000)
        {
        case .memory(let changes): "memory \(changes.map(\.sequence))"
        case .journal(let through): "journal \(through)"
        }
    }

    @Test func `what was there before comes from the journal, what follows from memory`() {
        var buffer = ChangeBuffer(byteCountMax: 1000, backlogThrough: 5)
        buffer.append([change(6), change(7)])
        #expect(next(&buffer, indexed: 0, acknowledged: 7) == "journal 5")
        #expect(next(&buffer, indexed: 3, acknowledged: 7) == "journal 5")
        #expect(next(&buffer, indexed: 5, acknowledged: 7) == "memory [6, 7]")
        buffer.append([change(8), change(9), change(10), change(11)])
        #expect(next(&buffer, indexed: 7, acknowledged: 11) == "memory [8, 9, 10]")
        #expect(next(&buffer, indexed: 10, acknowledged: 11) == "memory [11]")
        #expect(buffer.byteCount == 0)
    }

    @Test func `what finds no room is read from the journal, and memory is used again after that`() {
        var buffer = ChangeBuffer(byteCountMax: 25, backlogThrough: 0)
        buffer.append([change(1), change(2)])
        buffer.append([change(3)])
        #expect(buffer.isDropping)
        // There would be room for a small one, but what follows a gap must not come before it.
        buffer.append([change(4, byteCount: 1)])
        #expect(next(&buffer, indexed: 0, acknowledged: 4) == "memory [1, 2]")
        #expect(next(&buffer, indexed: 2, acknowledged: 5) == "journal 5")
        buffer.append([change(6)])
        #expect(next(&buffer, indexed: 4, acknowledged: 6) == "journal 5")
        #expect(next(&buffer, indexed: 5, acknowledged: 6) == "memory [6]")
    }

    @Test func `a batch larger than the bound is taken when nothing else waits`() {
        var buffer = ChangeBuffer(byteCountMax: 25, backlogThrough: 0)
        buffer.append([change(1, byteCount: 100)])
        #expect(!buffer.isDropping)
        #expect(next(&buffer, indexed: 0, acknowledged: 1) == "memory [1]")
    }
}
