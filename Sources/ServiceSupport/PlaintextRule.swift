public import ArgumentParser
import Foundation
import Protocol

/// The option that allows to listen beyond this machine without keys.
public struct PlaintextOptions: ParsableArguments {
    @Flag(
        name: .customLong("allow-plaintext"),
        help: "Allow to listen beyond this machine, unencrypted and open to all (also TIMTIN_ALLOW_PLAINTEXT=1).")
    public var isAllowedByFlag = false

    public init() {}

    /// Checks that `endpoint` may be bound: only this machine reaches it, or plaintext was allowed.
    ///
    /// - Throws: ``ProgramError`` that says what to do.
    public func check(
        binding endpoint: String, environment: [String: String] = ProcessEnvironment.current
    ) throws(ProgramError) {
        let parsed: Endpoint
        do {
            parsed = try Endpoint(endpoint)
        } catch {
            throw .usage(error.description)
        }
        let isAllowed = isAllowedByFlag || ["1", "true", "yes"].contains(environment["TIMTIN_ALLOW_PLAINTEXT"])
        guard !parsed.isLocal, !isAllowed else { return }
        throw .usage(
            "\(endpoint) would listen beyond this machine, unencrypted and open to all: bind 127.0.0.1, or allow it with --allow-plaintext or TIMTIN_ALLOW_PLAINTEXT=1"
        )
    }
}
