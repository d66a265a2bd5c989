public import ArgumentParser
import Foundation
import Protocol

/// The option that says where the cluster is.
public struct BrokerOptions: ParsableArguments {
    @Option(
        name: .customLong("broker"), parsing: .singleValue,
        help: ArgumentHelp(
            "The broker's client endpoint (also TIMTIN_BROKER; default: \(DefaultEndpoint.client)).",
            valueName: "endpoint"))
    public var brokers: [String] = []

    public init() {}

    /// The endpoint to speak to: the first that is named by flag, else by environment, else the default.
    ///
    /// - Throws: ``ProgramError`` for what is no endpoint that can be connected to.
    public func endpoint(
        environment: [String: String] = ProcessEnvironment.current
    ) throws(ProgramError) -> String {
        let text = bindEndpoint(environment: environment)
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(text)
        } catch {
            throw .usage("--broker \(error)")
        }
        if endpoint.transport == .tcp, endpoint.port == nil {
            throw .usage("--broker \(text) names no port to connect to: give the one that the broker printed")
        }
        return text
    }

    /// The endpoint as it was given, for a process that listens there: its port may be left open.
    public func bindEndpoint(environment: [String: String] = ProcessEnvironment.current) -> String {
        let named = environment["TIMTIN_BROKER"].flatMap { $0.isEmpty ? nil : $0 }
        return brokers.first ?? named ?? DefaultEndpoint.client
    }
}
