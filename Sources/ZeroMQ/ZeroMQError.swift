import CZMQ
import Glibc

/// What a socket operation failed with: which operation, on which endpoint, why, and what to do about it.
public struct ZeroMQError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Base: String {
            case wouldBlock, unroutable, addressInUse, addressUnavailable, invalidEndpoint
            case tooLarge, wrongState, terminated, refused, other
        }
        private let base: Base

        /// The operation would have to wait: no peer is connected, or the high-water mark is reached.
        public static let wouldBlock = Code(base: .wouldBlock)
        /// A ROUTER knows no peer of the given routing id.
        public static let unroutable = Code(base: .unroutable)
        /// Somebody else is bound to the endpoint.
        public static let addressInUse = Code(base: .addressInUse)
        /// The endpoint's address is none of this machine's, or its interface or folder does not exist.
        public static let addressUnavailable = Code(base: .addressUnavailable)
        /// The endpoint is not one libzmq can use: bad syntax, unknown transport, or an ipc path that is too long.
        public static let invalidEndpoint = Code(base: .invalidEndpoint)
        /// A message or option value is larger than allowed.
        public static let tooLarge = Code(base: .tooLarge)
        /// The socket's pattern forbids the operation now, as a REQ that sends twice.
        public static let wrongState = Code(base: .wrongState)
        /// The context was shut down.
        public static let terminated = Code(base: .terminated)
        /// The system refused: permissions, or no descriptors or memory left.
        public static let refused = Code(base: .refused)
        /// Anything else; see ``ZeroMQError/errno``.
        public static let other = Code(base: .other)

        public var description: String { base.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The error number as libzmq gave it, 0 when the failure was found before libzmq was asked.
    public let errno: Int32
    /// What was attempted: `bind`, `send`, ….
    public let operation: String
    /// The endpoint concerned, if the socket has one.
    public let endpoint: String?
    /// Why, and what to do about it.
    public let reason: String

    /// Whether the same operation may succeed later without anything being changed by hand.
    public var isRetryable: Bool { code == .wouldBlock || code == .unroutable || code == .addressInUse }

    public var description: String {
        let target = endpoint.map { " \($0)" } ?? ""
        return "\(operation)\(target) failed: \(reason)"
    }

    init(code: Code, operation: String, endpoint: String?, reason: String) {
        self.code = code
        errno = 0
        self.operation = operation
        self.endpoint = endpoint
        self.reason = reason
    }

    /// The error of libzmq's last failed call on this thread.
    init(operation: String, endpoint: String?, number: Int32 = zmq_errno()) {
        errno = number
        self.operation = operation
        self.endpoint = endpoint
        let system = unsafe String(cString: zmq_strerror(number))
        let advice: String
        (code, advice) = Self.explain(number)
        reason = advice.isEmpty ? "\(system) (errno \(number))" : "\(system); \(advice)"
    }

    private static func explain(_ number: Int32) -> (Code, String) {
        switch number {
        case EAGAIN: (.wouldBlock, "no peer is ready to take or give a message; try again later")
        case EHOSTUNREACH: (.unroutable, "the peer is gone or never was; it has to connect again")
        case EADDRINUSE: (.addressInUse, "another process is bound here; stop it or choose another endpoint")
        case EADDRNOTAVAIL, ENODEV, ENOENT, ENOTDIR:
            (.addressUnavailable, "check that the host is this machine's, or that the folder of the ipc path exists")
        case EINVAL, EPROTONOSUPPORT, ENOCOMPATPROTO:
            (.invalidEndpoint, "an endpoint looks like tcp://host:port, ipc:///path or inproc://name")
        case ENAMETOOLONG: (.invalidEndpoint, "an ipc path has at most \(EndpointSyntax.ipcPathByteCountMax) bytes")
        case EMSGSIZE: (.tooLarge, "send less at once")
        case EFSM: (.wrongState, "a REQ waits for its reply and a REP for a request before it may send")
        case ETERM: (.terminated, "the context was shut down")
        case EACCES, EPERM: (.refused, "check the permissions of the port or path")
        case EMFILE, ENFILE, ENOMEM, ENOBUFS: (.refused, "raise the limit of open files or memory (ulimit -n)")
        default: (.other, "")
        }
    }
}
