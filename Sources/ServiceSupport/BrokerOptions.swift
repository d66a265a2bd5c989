public import ArgumentParser
import Foundation
import Protocol

/// The option that says where the cluster is.
public struct BrokerOptions: ParsableArguments {
    @Option(
        name: .customLong("broker"), parsing: .singleValue,
        help: ArgumentHelp(
            """
            A broker's client endpoint; may be repeated, one that is gone is left for the next (also TIMTIN_BROKER, \
            commas between several; default: \(DefaultEndpoint.client)).
            """,
            valueName: "endpoint"))
    public var brokers: [String] = []

    public init() {}

    /// The endpoints of all brokers, at least one: those named by flags, else by environment, else the default. Each once,
    /// in the order given.
    ///
    /// - Throws: ``ProgramError`` for what is no endpoint that can be connected to.
    public func endpoints(
        environment: [String: String] = ProcessEnvironment.current
    ) throws(ProgramError) -> [String] {
        var endpoints: [String] = []
        for text in bindEndpoints(environment: environment) where !endpoints.contains(text) {
            try Self.check(text)
            endpoints.append(text)
        }
        return endpoints
    }

    /// The endpoints as they were given, at least one, for processes that listen there: a port may be left open.
    public func bindEndpoints(environment: [String: String] = ProcessEnvironment.current) -> [String] {
        guard brokers.isEmpty else { return brokers }
        let named = (environment["TIMTIN_BROKER"] ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return named.isEmpty ? [DefaultEndpoint.client] : named
    }

    private static func check(_ text: String) throws(ProgramError) {
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(text)
        } catch {
            throw .usage("--broker \(error)")
        }
        if endpoint.transport == .tcp, endpoint.port == nil {
            throw .usage("--broker \(text) names no port to connect to: give the one that the broker printed")
        }
    }
}
