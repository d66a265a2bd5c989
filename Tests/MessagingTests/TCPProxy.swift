import Foundation
import Synchronization

/// A network that can be cut: hands bytes on between those who connect to it and a target.
///
/// What is cut gets no bytes any more, and no end either, as when a cable is pulled.
final class TCPProxy: Sendable {
    private final class Connection: Sendable {
        let descriptors: [Int32]
        let isCut = Mutex(false)

        init(_ descriptors: [Int32]) { self.descriptors = descriptors }
    }

    private struct State {
        var target: UInt16
        var isCut = false
        var connections: [Connection] = []
    }

    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>
    var endpoint: String { "tcp://127.0.0.1:\(port)" }
    /// Counts those who connected.
    let connected = Counter()

    /// - Parameter target: a port of this machine.
    init(to target: UInt16) {
        let listener = Self.socket()
        self.listener = listener
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0 && listen(listener, 64) == 0)
                getsockname(listener, $0, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        state = Mutex(State(target: target))
        Thread { [self] in accept() }.start()
    }

    /// Stops all bytes of those who are connected, and takes nobody new until ``heal(to:)``.
    func cut() {
        state.withLock { state in
            state.isCut = true
            for connection in state.connections { connection.isCut.withLock { $0 = true } }
        }
    }

    /// Takes new connections again. What was cut stays cut.
    func heal(to target: UInt16? = nil) {
        state.withLock { state in
            state.isCut = false
            if let target { state.target = target }
        }
    }

    /// Closes everything.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in state.withLock({ $0.connections }) {
            for descriptor in connection.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let target = Self.socket()
            let connection = Connection([client, target])
            let port: UInt16? = state.withLock { state in
                state.connections.append(connection)
                return state.isCut ? nil : state.target
            }
            connected.increment()
            // Somebody who comes while all is cut is left hanging.
            guard let port else { continue }
            var address = Self.address(port)
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(target, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else {
                close(client)
                continue
            }
            for (from, to) in [(client, target), (target, client)] {
                Thread { Self.pump(from, to, connection) }.start()
            }
        }
    }

    private static func pump(_ from: Int32, _ to: Int32, _ connection: Connection) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            // The lock is held while bytes are written, so that none passes after the cut.
            let goesOn = connection.isCut.withLock { isCut in
                if isCut { return count > 0 }
                guard count > 0, send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else {
                    shutdown(to, Int32(SHUT_RDWR))
                    return false
                }
                return true
            }
            guard goesOn else { return }
        }
    }

    private static func socket() -> Int32 { Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
