/// A process of the cluster: its program and arguments.
struct ChildCommand: Hashable, Sendable {
    /// The member's name, before each of its log lines.
    var name: String
    /// The program's name, in the folder of this one.
    var program: String
    var arguments: [String]
}
