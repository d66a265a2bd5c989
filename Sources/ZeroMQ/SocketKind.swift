import CZMQ

/// The messaging pattern that a socket follows.
public enum SocketKind: Sendable, Hashable, CaseIterable {
    /// Sends a request, then waits for its reply, in lock-step.
    case req
    /// Takes a request, then sends its reply, in lock-step.
    case rep
    /// Sends and receives at will, spread over its peers.
    case dealer
    /// Sends to the peer named by the first frame, and puts the sender's name before what it receives.
    case router
    /// Publishes to all subscribers; drops what a slow one cannot take.
    case pub
    /// Receives what it subscribed to.
    case sub
    /// As ``pub``, and receives the subscriptions.
    case xpub
    /// As ``sub``, and subscribes by sending.
    case xsub
    /// Sends, spread over its peers.
    case push
    /// Receives, fairly from its peers.
    case pull
    /// Speaks to exactly one peer.
    case pair

    var rawValue: Int32 {
        switch self {
        case .req: ZMQ_REQ
        case .rep: ZMQ_REP
        case .dealer: ZMQ_DEALER
        case .router: ZMQ_ROUTER
        case .pub: ZMQ_PUB
        case .sub: ZMQ_SUB
        case .xpub: ZMQ_XPUB
        case .xsub: ZMQ_XSUB
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        case .pair: ZMQ_PAIR
        }
    }
}
