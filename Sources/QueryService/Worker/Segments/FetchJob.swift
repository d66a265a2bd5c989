import SearchIndex

/// The files of one generation on their way: which parts were asked for, came, and are written. A plain value.
struct FetchJob {
    /// A part of a file.
    struct Part: Hashable {
        /// The job that asked for it.
        var job: Int
        var path: String
        var offset: UInt64
        var byteCount: UInt64
    }

    private struct Progress {
        var file: FetchPlan.File
        /// Everything before is written.
        var written: UInt64
        /// Everything before was asked for.
        var asked: UInt64
        /// Parts that came before their turn, by offset. Writing goes from the beginning to the end, so that after a
        /// crash the size of a file says how far it is.
        var early: [UInt64: [UInt8]] = [:]
        var isPlaced = false
    }

    let number: Int
    let generation: GenerationName
    private var files: [Progress]

    init(number: Int, generation: GenerationName, files: [FetchPlan.File]) {
        self.number = number
        self.generation = generation
        self.files = files.map { Progress(file: $0, written: $0.done, asked: $0.done) }
    }

    /// Whether every file has its name.
    var isDone: Bool { files.allSatisfy(\.isPlaced) }

    /// The files whose bytes are all written, and which have no name yet.
    var whole: [String] {
        files.filter { !$0.isPlaced && $0.written == $0.file.byteCount }.map(\.file.path)
    }

    /// The part to ask for next, which counts as asked for from now on; nil when all were.
    mutating func nextPart(upTo byteCountMax: UInt64) -> Part? {
        guard let index = files.firstIndex(where: { $0.asked < $0.file.byteCount }) else { return nil }
        let offset = files[index].asked
        let byteCount = min(byteCountMax, files[index].file.byteCount - offset)
        files[index].asked += byteCount
        return Part(job: number, path: files[index].file.path, offset: offset, byteCount: byteCount)
    }

    /// Takes a part that came.
    ///
    /// - Returns: What can be written now, in order, and whether the file's bytes are all there then.
    mutating func take(_ bytes: [UInt8], of part: Part) -> (writes: [(bytes: [UInt8], offset: UInt64)], isWhole: Bool) {
        // A file that was begun anew, or is placed, does not wait for parts asked for before.
        guard let index = index(of: part.path), !files[index].isPlaced, part.offset >= files[index].written,
            part.offset < files[index].asked
        else { return ([], false) }
        files[index].early[part.offset] = bytes
        var writes: [(bytes: [UInt8], offset: UInt64)] = []
        while let next = files[index].early.removeValue(forKey: files[index].written) {
            writes.append((next, files[index].written))
            files[index].written += UInt64(next.count)
        }
        return (writes, !writes.isEmpty && files[index].written == files[index].file.byteCount)
    }

    mutating func placed(_ path: String) {
        if let index = index(of: path) { files[index].isPlaced = true }
    }

    /// Begins a file anew from its first byte.
    mutating func restart(_ path: String) {
        guard let index = index(of: path) else { return }
        files[index] = Progress(
            file: FetchPlan.File(path: path, byteCount: files[index].file.byteCount), written: 0, asked: 0)
    }

    /// Takes nothing that was asked for and has not come for asked.
    mutating func askAnew() {
        for index in files.indices where !files[index].isPlaced {
            files[index].asked = files[index].written
            files[index].early = [:]
        }
    }

    private func index(of path: String) -> Int? { files.firstIndex { $0.file.path == path } }
}
