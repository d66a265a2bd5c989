/// A section while it is written: in memory as long as it is small, in a file of its own beyond.
struct SectionBuffer {
    /// What is not in the file yet; writers append here and call `settle()` now and then.
    var bytes: [UInt8] = []
    private var file: OutputFile?
    private let path: String
    private let spillByteCount: Int

    /// - Parameters:
    ///   - path: Where to put what does not fit into memory.
    ///   - spillByteCount: How many bytes fit.
    init(path: String, spillByteCount: Int = 16 << 20) {
        self.path = path
        self.spillByteCount = spillByteCount
    }

    /// Bytes written so far.
    var count: Int { (file?.count ?? 0) + bytes.count }

    /// Frees memory if it is time.
    @inline(__always)
    mutating func settle() throws(IndexError) {
        if bytes.count >= spillByteCount { try spill() }
    }

    private mutating func spill() throws(IndexError) {
        if file == nil { file = try OutputFile(path: path) }
        try file?.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends the section to a file, and gives up its own.
    mutating func move(to target: OutputFile) throws(IndexError) {
        if let file {
            var offset = 0
            while offset < file.count {
                let chunk = try file.read(at: offset, upTo: 4 << 20)
                guard !chunk.isEmpty else {
                    throw IndexError(.system, path: path, reason: "the file was cut off by somebody else")
                }
                try target.write(chunk)
                offset += chunk.count
            }
            file.close()
            try FileSystem.remove(path)
        }
        try target.write(bytes)
        file = nil
        bytes = []
    }
}
