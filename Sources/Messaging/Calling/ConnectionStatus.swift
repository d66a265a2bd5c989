import Synchronization

/// Whether a peer is there and which, as the socket's thread sees it and everybody may ask.
final class ConnectionStatus: Sendable {
    private let connected = Atomic(false)
    private let everConnected = Atomic(false)
    private let currentServer = Atomic(0)
    private let currentAddress = Mutex<String?>(nil)

    var isConnected: Bool { connected.load(ordering: .acquiring) }
    var wasConnected: Bool { everConnected.load(ordering: .acquiring) }
    /// The place of the server, among those of the client, that is connected or tried.
    var server: Int { currentServer.load(ordering: .acquiring) }
    /// Its endpoint with the address in place of the name; nil before the first was found.
    var address: String? { currentAddress.withLock { $0 } }

    func set(isConnected: Bool) {
        if isConnected { everConnected.store(true, ordering: .releasing) }
        connected.store(isConnected, ordering: .releasing)
    }

    func set(server: Int) { currentServer.store(server, ordering: .releasing) }
    func set(address: String) { currentAddress.withLock { $0 = address } }
}
