import Messaging
import Protocol

/// A message as the broker reads it: the envelope keys of each request, the rest unread.
enum IncomingMessage {
    case single(IncomingRequest)
    case batch([IncomingRequest])

    /// - Throws: ``RPCError`` where the message is no JSON, to be answered with the id null.
    init(scanning body: [UInt8]) throws(RPCError) {
        switch try RequestScanner.scan(body) {
        case .single(let request): self = .single(IncomingRequest(request, body: body))
        case .batch(let scanned):
            self = .batch(scanned.map { IncomingRequest($0, body: Array(body[$0.range])) })
        }
    }

    /// The one request of a message that is no batch.
    func single() throws(RPCError) -> IncomingRequest {
        guard case .single(let request) = self else {
            throw RPCError(.invalidRequest, detail: "members send one request a message")
        }
        if let problem = request.problem { throw problem }
        return request
    }
}

/// A request of a message, as far as the broker reads it.
struct IncomingRequest {
    /// The id as it came, JSON bytes; nil for a notification.
    var id: [UInt8]?
    var method: String
    /// For how many milliseconds the caller waits.
    var deadline: Int?
    var traceparent: String?
    /// Why it is no request, where it is none.
    var problem: RPCError?
    /// The request's bytes as they came.
    var body: [UInt8]

    init(_ request: ScannedRequest, body: [UInt8]) {
        id = request.idBytes
        method = request.method
        deadline = request.deadline
        traceparent = request.traceparent
        problem = request.problem
        self.body = body
    }
}
