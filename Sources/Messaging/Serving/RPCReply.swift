/// The answer to a message: its body, and the frames of bytes that follow it.
public struct RPCReply: Sendable, Hashable {
    /// JSON-RPC: a reply, or the array of a batch's replies.
    public var body: [UInt8]
    /// What the body is followed by.
    public var attachments: [[UInt8]]

    /// Creates a reply.
    public init(body: [UInt8], attachments: [[UInt8]] = []) {
        self.body = body
        self.attachments = attachments
    }
}
