/// How long to wait before a process that ended is started again: longer each time it ends soon after its start.
struct RestartPolicy: Hashable, Sendable {
    var firstPause = Duration.milliseconds(100)
    var longestPause = Duration.seconds(2)
    /// A process that lived this long had started well; its end begins a new count.
    var stableAfter = Duration.seconds(5)

    private(set) var quickEndCount = 0

    /// Takes the end of a process, and gives the pause before its next start.
    mutating func pause(afterLifeOf life: Duration) -> Duration {
        quickEndCount = life >= stableAfter ? 1 : quickEndCount + 1
        return min(firstPause * (1 << min(quickEndCount - 1, 10)), longestPause)
    }
}
