/// The rules that an endpoint's text must keep before libzmq sees it.
public enum EndpointSyntax {
    /// The longest path of an ipc endpoint, in bytes of UTF-8: a Unix socket address has 108 with its final zero.
    public static let ipcPathByteCountMax = 107

    /// Checks the syntax of an endpoint.
    ///
    /// - Throws: ``ZeroMQError`` of code ``ZeroMQError/Code/invalidEndpoint``, naming `operation` and what to change.
    public static func check(_ endpoint: String, operation: String) throws(ZeroMQError) {
        guard let separator = endpoint.range(of: "://") else {
            throw invalid(
                endpoint, operation, "it names no transport; write tcp://host:port, ipc:///path or inproc://name")
        }
        let transport = endpoint[..<separator.lowerBound]
        let address = endpoint[separator.upperBound...]
        switch transport {
        case "ipc": try checkPath(address, of: endpoint, operation: operation)
        case "tcp":
            guard let colon = address.lastIndex(of: ":"), colon != address.startIndex else {
                throw invalid(endpoint, operation, "it has no port; write tcp://host:port")
            }
            let port = address[address.index(after: colon)...]
            guard port == "*" || UInt16(port) != nil else {
                throw invalid(
                    endpoint, operation, "\"\(port)\" is no port; give a number up to 65535, or * for a free one")
            }
        case "inproc":
            guard !address.isEmpty else { throw invalid(endpoint, operation, "its name is empty") }
        default:
            throw invalid(endpoint, operation, "the transport \"\(transport)\" is unknown; use tcp, ipc or inproc")
        }
    }

    private static func checkPath(
        _ path: Substring, of endpoint: String, operation: String
    ) throws(ZeroMQError) {
        guard !path.isEmpty else { throw invalid(endpoint, operation, "its path is empty") }
        let byteCount = path.utf8.count
        guard byteCount <= ipcPathByteCountMax else {
            throw invalid(
                endpoint, operation,
                "its path has \(byteCount) bytes and a Unix socket takes \(ipcPathByteCountMax); use a shorter folder")
        }
    }

    private static func invalid(_ endpoint: String, _ operation: String, _ reason: String) -> ZeroMQError {
        ZeroMQError(code: .invalidEndpoint, operation: operation, endpoint: endpoint, reason: reason)
    }
}

extension StringProtocol {
    /// The first range of `pattern` in this text, byte for byte.
    fileprivate func range(of pattern: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(pattern) { return start..<index(start, offsetBy: pattern.count) }
            start = index(after: start)
        }
        return nil
    }
}
