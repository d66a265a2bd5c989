import Foundation

/// The addresses under which others may reach this machine.
enum LocalAddress {
    /// The address of this machine on the way to a host: the one that this host's network sees. Sends nothing.
    ///
    /// - Returns: nil where the host's name is not known (yet) or no way leads there.
    static func towards(host: String, port: UInt16) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = datagram
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.pointee.ai_family, datagram, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Connecting a datagram socket only chooses the way.
        guard connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else { return nil }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(descriptor, address, &length) == 0 ? text(address, length: length) : nil
            }
        }
    }

    /// The first IPv4 address of an interface that is up and leads beyond this machine.
    static func ofInterface() -> String? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            let flags = Int32(truncatingIfNeeded: entry.pointee.ifa_flags)
            guard flags & up != 0, flags & loopback == 0, let address = entry.pointee.ifa_addr,
                Int32(address.pointee.sa_family) == AF_INET
            else { continue }
            return text(address, length: socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        return nil
    }

    private static func text(_ address: UnsafePointer<sockaddr>, length: socklen_t) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, length, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    #if canImport(Glibc)
        private static let datagram = Int32(SOCK_DGRAM.rawValue)
        private static let up = Int32(IFF_UP)
        private static let loopback = Int32(IFF_LOOPBACK)
    #else
        private static let datagram = SOCK_DGRAM
        private static let up = IFF_UP
        private static let loopback = IFF_LOOPBACK
    #endif
}
