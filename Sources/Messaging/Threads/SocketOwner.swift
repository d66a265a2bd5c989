/// What lives on a ``SocketThread``: it holds the sockets and alone touches them.
///
/// An owner is made on its thread, called on it and let go on it; it needs no locks and is not `Sendable`.
public protocol SocketOwner<Command>: AnyObject, SendableMetatype {
    /// What other threads ask of it.
    associatedtype Command: Sendable

    /// Carries out the commands that were posted since the last time, in the order posted.
    func take(_ commands: [Command])

    /// Does what is due. Called after every wake-up, after the commands and the sockets' messages.
    ///
    /// - Returns: when to be called again at the latest; nil when only a message or command gives something to do.
    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant?

    /// Closes the sockets and fails what still waits. Called once, at the end of the thread.
    func close()
}
