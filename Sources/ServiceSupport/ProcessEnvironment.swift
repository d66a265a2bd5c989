import Foundation

/// The environment variables of this process.
public enum ProcessEnvironment {
    /// All variables, read anew at each use.
    public static var current: [String: String] { ProcessInfo.processInfo.environment }
}
