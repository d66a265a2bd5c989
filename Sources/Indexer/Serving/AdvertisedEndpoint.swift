import Protocol
import ServiceSupport

/// The endpoint that others are told, of a socket bound to another one.
enum AdvertisedEndpoint {
    /// The endpoint to announce.
    ///
    /// - Parameters:
    ///   - option: `auto`, or an endpoint whose port may be `*` or 0 for the one bound.
    ///   - bound: The endpoint as it was bound, its port known.
    ///   - broker: The broker's endpoint, on the way to which lies the address that others know.
    ///   - address: Finds this machine's address on the way to a broker of tcp; nil where it has none.
    /// - Throws: ``ProgramError`` when nobody could connect to the result.
    static func resolve(
        option: String, bound: String, broker: String, address: (Endpoint?) -> String? = machineAddress
    ) throws(ProgramError) -> String {
        let own = try endpoint(bound, what: "the bound endpoint")
        guard option == "auto" else {
            var named = try endpoint(option, what: "--advertise")
            if named.transport == .tcp, named.port == nil { named.port = own.port }
            guard !named.isWildcard, named.transport != .tcp || named.port != nil else {
                throw .usage("--advertise \(option) is no endpoint to connect to: name the host that others reach")
            }
            return named.description
        }
        guard own.isWildcard else { return own.description }
        let target = try? Endpoint(broker)
        let host = address(target?.transport == .tcp ? target : nil) ?? HostIdentity.hostName
        return Endpoint(transport: .tcp, address: host, port: own.port).description
    }

    static func machineAddress(towards broker: Endpoint?) -> String? {
        let route = broker.flatMap { LocalAddress.towards(host: $0.address, port: $0.port ?? 1) }
        return route ?? LocalAddress.ofInterface()
    }

    private static func endpoint(_ text: String, what: String) throws(ProgramError) -> Endpoint {
        do {
            return try Endpoint(text)
        } catch {
            throw .usage("\(what): \(error)")
        }
    }
}
