/// Where a reader stands: the inputs to come, the folder it is in and the file it has open.
struct ReaderState {
    private let inputs: [String]
    private let options: ReaderOptions
    private var inputIndex = 0
    /// A file to be read before any input, until that has begun.
    private var single: InputFile?
    private var folder: (input: String, walker: FolderWalker)?
    private var content: FileContent?
    /// Where to resume, until that is reached.
    private var position: ReadPosition?
    private var finishedByteCount: UInt64 = 0

    init(inputs: [String], options: ReaderOptions, position: ReadPosition?) {
        self.inputs = inputs
        self.options = options
        guard let position, let index = inputs.firstIndex(of: position.input) else { return }
        inputIndex = index
        self.position = position
    }

    /// Reads one file of a folder.
    init(_ file: InputFile, options: ReaderOptions, position: ReadPosition?) {
        inputs = []
        self.options = options
        single = file
        self.position = position
    }

    var consumedByteCount: UInt64 { finishedByteCount + (content?.consumedByteCount ?? 0) }

    /// The next item; nil when everything is read.
    mutating func next() -> ReadItem? {
        while true {
            if let item = content?.next() { return item }
            finishedByteCount = consumedByteCount
            content = nil
            if let found = folder?.walker.next() {
                if let item = take(found) { return item }
            } else if let file = single {
                single = nil
                if let item = open(file) { return item }
            } else if inputIndex < inputs.count {
                if let item = begin(inputs[inputIndex]) { return item }
            } else {
                return nil
            }
        }
    }

    private mutating func begin(_ input: String) -> ReadItem? {
        inputIndex += 1
        folder = nil
        // A position of an earlier input has been passed, wherever in it the reading ended.
        if let position, position.input != input { self.position = nil }
        if input == "-" {
            return open(
                InputFile(input: input, path: input, name: input, format: FileFormat(options.format, name: input)))
        }
        let name = input.split(separator: "/").last.map(String.init) ?? input
        let file = InputFile(input: input, path: input, name: name, format: FileFormat(options.format, name: name))
        do {
            guard try FileStatus(path: input).kind == .folder else { return open(file) }
            folder = (input, FolderWalker(root: input))
            return nil
        } catch {
            return failed(file, reason: error.description)
        }
    }

    private mutating func take(_ found: FolderWalker.Found) -> ReadItem? {
        let input = folder?.input ?? ""
        switch found {
        case .file(let path, let name, _):
            let file = InputFile(input: input, path: path, name: name, format: FileFormat(name: name))
            guard file.format == .unknown else { return open(file) }
            guard !isPassed(file) else { return nil }
            let reason = "only .txt, .jsonl and .ndjson are read, also with .gz or .zst"
            return .skipped(file: name, reason: reason, next: file.end)
        case .failed(let name, let reason):
            return failed(InputFile(input: input, path: name, name: name, format: .unknown), reason: reason)
        }
    }

    private mutating func open(_ file: InputFile) -> ReadItem? {
        guard !isPassed(file) else {
            finishedByteCount += (try? FileStatus(path: file.path).byteCount) ?? 0
            return nil
        }
        let start = position?.file == file.name ? position : nil
        position = nil
        do {
            content = try FileContent(file, resumingAt: start, options: options)
            return nil
        } catch {
            return failed(file, reason: error.reason)
        }
    }

    private func failed(_ file: InputFile, reason: String) -> ReadItem? {
        guard !isPassed(file) else { return nil }
        return .quarantined(QuarantineEntry(file: file.name, offset: 0, reason: reason), next: file.end)
    }

    /// Whether a file lies before the position to resume at.
    private func isPassed(_ file: InputFile) -> Bool {
        guard let position, position.input == file.input else { return false }
        if position.file.utf8.elementsEqual(file.name.utf8) { return position.isFileDone }
        return Self.precedes(file.name, position.file)
    }

    /// The order in which a folder is walked: by the bytes of each name on the way down.
    static func precedes(_ left: String, _ right: String) -> Bool {
        let left = left.split(separator: "/").map { Array($0.utf8) }
        let right = right.split(separator: "/").map { Array($0.utf8) }
        return left.lexicographicallyPrecedes(right) { $0.lexicographicallyPrecedes($1) }
    }
}
