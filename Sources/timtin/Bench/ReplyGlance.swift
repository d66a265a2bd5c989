import Messaging
import Protocol

/// What a load needs to know of a reply, found without reading the rest: a load client that decoded every hit would
/// measure itself.
struct ReplyGlance: Hashable {
    var id: UInt64
    var outcome: LoadOutcome

    init(id: UInt64, outcome: LoadOutcome) {
        self.id = id
        self.outcome = outcome
    }

    /// Looks at the body of a reply; nil for what is none to a request of ours.
    init?(_ body: Span<UInt8>) {
        if let id = Self.idOfResult(body) {
            self.id = id
            outcome = .answered(isPartial: Self.isPartial(body))
            return
        }
        guard let reply = try? ScannedReply(body),
            let id = UInt64(String(decoding: reply.idBytes.dropFirst().dropLast(), as: UTF8.self))
        else { return nil }
        self.id = id
        guard let range = reply.errorRange else {
            outcome = .answered(isPartial: Self.isPartial(body))
            return
        }
        let error = try? WireCoder.decode(RPCError.self, from: range.map { body[$0] })
        outcome = .failed(
            error?.message ?? "an error that is not understood", isRetryable: error?.data.retryable == true)
    }

    /// The id of a result as Timtin's processes write it: `{"id":"17","jsonrpc":"2.0","result":…`.
    private static func idOfResult(_ body: Span<UInt8>) -> UInt64? {
        var position = 0
        guard skip("{\"id\":\"", body, &position) else { return nil }
        let id = number(body, &position)
        guard skip("\",\"jsonrpc\":\"2.0\",\"result\":", body, &position) else { return nil }
        return id
    }

    /// Whether fewer shards answered than were asked.
    ///
    /// The report on shards is looked for from the end, where it stands behind the hits. Quotes within texts are
    /// escaped, so that only a key can look like it.
    private static func isPartial(_ body: Span<UInt8>) -> Bool {
        var start = body.count
        while start > 0 {
            start -= 1
            var position = start
            guard body[start] == UInt8(ascii: "\""), skip("\"shards\":{", body, &position) else { continue }
            let end = min(body.count, position + 128)
            guard let asked = count("\"asked\":", body, position..<end),
                let answered = count("\"answered\":", body, position..<end)
            else { return false }
            return answered < asked
        }
        return false
    }

    private static func count(_ key: StaticString, _ body: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        for start in range {
            var position = start
            if body[start] == UInt8(ascii: "\""), skip(key, body, &position) { return number(body, &position) }
        }
        return nil
    }

    private static func number(_ body: Span<UInt8>, _ position: inout Int) -> UInt64? {
        var value: UInt64?
        while position < body.count, case let digit = body[position] &- UInt8(ascii: "0"), digit < 10 {
            let (product, overflows) = (value ?? 0).multipliedReportingOverflow(by: 10)
            guard !overflows, product <= .max - UInt64(digit) else { return nil }
            value = product + UInt64(digit)
            position += 1
        }
        return value
    }

    private static func skip(_ text: StaticString, _ body: Span<UInt8>, _ position: inout Int) -> Bool {
        guard position + text.utf8CodeUnitCount <= body.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where text.utf8Start[index] != body[position + index] { return false }
        position += text.utf8CodeUnitCount
        return true
    }
}
