import Foundation
import Protocol
import ServiceSupport

/// Ports that nobody uses.
enum FreePort {
    /// An endpoint whose port is known: any free one where it was left open. The broker is given it by number, so that
    /// it comes back at the same one when it is started again.
    ///
    /// - Throws: ``ProgramError`` when the system gives none.
    static func settle(_ text: String) throws(ProgramError) -> String {
        var endpoint: Endpoint
        do {
            endpoint = try Endpoint(text)
        } catch {
            throw .usage("--broker \(error)")
        }
        guard endpoint.transport == .tcp, endpoint.port == nil else { return text }
        endpoint.port = try find()
        return endpoint.description
    }

    /// An endpoint for each of several brokers: those named, settled, then those that follow the last by port.
    ///
    /// - Parameter count: How many, at least as many as are named.
    /// - Throws: ``ProgramError`` when there is none to be had.
    static func settle(_ named: [String], count: Int) throws(ProgramError) -> [String] {
        var endpoints: [String] = []
        for text in named { endpoints.append(try settle(text)) }
        while endpoints.count < count, let text = named.last, let last = endpoints.last {
            guard var next = try? Endpoint(text), next.transport == .tcp else {
                throw .usage("\(count) brokers need an endpoint each: give --broker \(count) times")
            }
            // Where the port was left open, each takes any free one.
            if next.port != nil {
                guard let port = (try? Endpoint(last))?.port, port < .max else {
                    throw .usage("no port follows \(last): give --broker \(count) times")
                }
                next.port = port + 1
            }
            endpoints.append(try settle(next.description))
        }
        if Set(endpoints).count < endpoints.count { throw .usage("--broker: the same endpoint is named twice") }
        return endpoints
    }

    /// A port of the loopback interface on which nothing listens at the moment.
    static func find() throws(ProgramError) -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else { throw failure() }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func failure() -> ProgramError {
        .failed("the system gives no free port: \(String(cString: strerror(errno)))")
    }
}
