/// What a subscriber heard of its broker, by number, and what it missed: decisions without sockets.
///
/// A broker numbers all its events from 1 without gaps, so that numbers have a meaning only within one broker instance
/// and only to a subscriber of every topic.
public struct EventSequence: Sendable, Hashable {
    /// Events that were published and did not arrive.
    public struct Gap: Sendable, Hashable {
        /// How many there are; nil where nobody can tell, as after a change of brokers.
        public var count: UInt64?
        /// The number of the last event before them; 0 after a change of brokers.
        public var after: UInt64

        /// Creates a gap.
        public init(count: UInt64?, after: UInt64) {
            self.count = count
            self.after = after
        }
    }

    private var instance: String?
    /// The number up to which everything has arrived or was told as missed; nil before there is anything to go by.
    private var last: UInt64?
    /// How many events the broker said it had published, when it was asked last.
    private var told: UInt64?

    /// Nothing heard yet.
    public init() {}

    /// A subscription to a broker stands.
    ///
    /// - Returns: A gap of unknown length where an earlier subscription was to another broker instance: what that one
    ///   published at its end, and this one at its beginning, was not heard.
    public mutating func subscribed(to instance: String) -> Gap? {
        guard instance != self.instance else { return nil }
        defer {
            self.instance = instance
            last = nil
            told = nil
        }
        return self.instance == nil ? nil : Gap(count: nil, after: 0)
    }

    /// An event arrived.
    public mutating func heard(_ number: UInt64) -> Gap? {
        let before = last ?? (number - min(1, number))
        last = max(before, number)
        return number > before + 1 ? Gap(count: number - before - 1, after: before) : nil
    }

    /// The broker says how many events it has published.
    ///
    /// Those may still be on their way, since the answer took another one. So what has not arrived counts as missed
    /// when the broker is asked the next time.
    public mutating func told(_ count: UInt64) -> Gap? {
        defer { told = count }
        guard let last else {
            last = count
            return nil
        }
        guard let told, told > last else { return nil }
        self.last = told
        return Gap(count: told - last, after: last)
    }
}
