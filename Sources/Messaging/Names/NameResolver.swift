import Foundation
import Protocol
import Synchronization

/// Finds the addresses behind the host names of endpoints.
///
/// libzmq would look a name up by a call that blocks its I/O thread, and every connection of the process with it, for as
/// long as a name server is silent; and it would try the first address only. Here each name is looked up on a thread of its
/// own, one at a time, whoever asks. Usable from any thread.
final class NameResolver: Sendable {
    typealias Receiver = @Sendable ([String]) -> Void

    static let shared = NameResolver { systemAddresses(of: $0) }

    private let addresses: @Sendable (_ host: String) -> [String]
    /// Who waits for which host; a host that is here is being looked up.
    private let waiting = Mutex<[String: [Receiver]]>([:])

    /// - Parameter addresses: looks a host up, and may block; none for one that is not known.
    init(addresses: @escaping @Sendable (_ host: String) -> [String]) {
        self.addresses = addresses
    }

    /// The endpoint that stands for itself, as its host is an address or it has none; nil where there is a name.
    static func addressWithoutLookup(_ endpoint: String) -> String? {
        guard let parsed = try? Endpoint(endpoint), parsed.transport == .tcp else { return endpoint }
        return isAddress(parsed.address) ? endpoint : nil
    }

    /// Looks up the host of an endpoint of tcp.
    ///
    /// - Parameter receive: called once, on another thread, with the endpoint at each address of the host.
    func lookUp(_ endpoint: String, _ receive: @escaping Receiver) {
        guard let parsed = try? Endpoint(endpoint) else { return receive([]) }
        let host = parsed.address
        let receiver: Receiver = { addresses in
            receive(
                addresses.map { Endpoint(transport: .tcp, address: $0, port: parsed.port).description })
        }
        let isFirst = waiting.withLock { waiting in
            waiting[host, default: []].append(receiver)
            return waiting[host]?.count == 1
        }
        guard isFirst else { return }
        let thread = Thread { [self] in
            let found = addresses(host)
            let receivers = waiting.withLock { $0.removeValue(forKey: host) } ?? []
            for receiver in receivers { receiver(found) }
        }
        thread.name = "name-lookup"
        thread.start()
    }

    /// The endpoint at each address of its host; none where the name is not known, or when the task is cancelled.
    func addresses(of endpoint: String) async -> [String] {
        if let address = Self.addressWithoutLookup(endpoint) { return [address] }
        let (answers, answered) = AsyncStream.makeStream(of: [String].self)
        lookUp(endpoint) { answered.yield($0) }
        for await addresses in answers { return addresses }
        return []
    }

    private static func isAddress(_ host: String) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        let isSix = inet_pton(AF_INET6, String(host.prefix { $0 != "%" }), &six) == 1
        return inet_pton(AF_INET, host, &four) == 1 || isSix
    }

    /// What the system knows, in the order in which it advises to try them.
    private static func systemAddresses(of host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = stream
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let isText =
                getnameinfo(
                    entry.pointee.ai_addr, entry.pointee.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0,
                    NI_NUMERICHOST) == 0
            let address = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if isText, !found.contains(address) { found.append(address) }
        }
        return found
    }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
}
