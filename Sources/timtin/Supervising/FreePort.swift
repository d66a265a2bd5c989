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
