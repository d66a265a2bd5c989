import Foundation
public import Protocol

/// The machine and process that this is.
public enum HostIdentity {
    /// The machine's or container's host name; `localhost` where it has none.
    public static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        let status = gethostname(&buffer, buffer.count - 1)
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return status == 0 && !name.isEmpty ? name : "localhost"
    }

    /// The number of this process.
    public static var processID: Int { Int(ProcessInfo.processInfo.processIdentifier) }

    /// Random text of 16 hexadecimal digits, for an instance or a batch series.
    public static func randomInstance() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension MemberInfo {
    /// This process as a member, with a new instance.
    ///
    /// - Parameter name: The member's name, the same after a restart; `ROLE-HOST` when nil.
    public static func thisProcess(role: MemberRole, name: String? = nil, endpoint: String? = nil) -> MemberInfo {
        let host = HostIdentity.hostName
        return MemberInfo(
            name: name ?? "\(role.rawValue)-\(host)", role: role, instance: HostIdentity.randomInstance(),
            endpoint: endpoint, host: host, processID: HostIdentity.processID)
    }
}
