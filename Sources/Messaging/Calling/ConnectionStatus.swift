import Synchronization

/// Whether a peer is there, as the socket's thread sees it and everybody may ask.
final class ConnectionStatus: Sendable {
    private let connected = Atomic(false)
    private let everConnected = Atomic(false)

    var isConnected: Bool { connected.load(ordering: .acquiring) }
    var wasConnected: Bool { everConnected.load(ordering: .acquiring) }

    func set(isConnected: Bool) {
        if isConnected { everConnected.store(true, ordering: .releasing) }
        connected.store(isConnected, ordering: .releasing)
    }
}
