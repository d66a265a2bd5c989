import Synchronization

/// Reads inputs, one item after the other: the documents of a page or of a line, or why something could not be read.
///
/// It reads only when asked, so that whoever asks sets the pace, and keeps one file open at a time. Whatever a file
/// holds, reading goes on with what follows. Callable from any thread; a call blocks for as long as the disk, or the
/// other end of standard input, takes.
///
/// ```swift
/// let reader = try DocumentReader(inputs: ["news/", "more.jsonl.zst"])
/// while let item = reader.next() {
///     if case .documents(let documents, _, let next) = item { … }
/// }
/// ```
public final class DocumentReader: Sequence, IteratorProtocol, Sendable {
    private let state: Mutex<ReaderState>

    /// Creates a reader; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - inputs: files, folders (read recursively, names in the order of their bytes, hidden ones left out) and `-`
    ///     for standard input, in the order in which they are to be read. Files are `.txt`, `.jsonl` or `.ndjson`, each
    ///     also compressed by gzip or zstd; a file that is named here may have any name.
    ///   - options: limits, and how inputs are understood.
    ///   - position: where an earlier run ended, from ``ReadItem/next``. What lies before it is passed over. Standard
    ///     input is expected to begin at its beginning again.
    /// - Throws: ``InputError`` for an input that does not exist.
    public init(
        inputs: [String], options: ReaderOptions = ReaderOptions(), resumingAt position: ReadPosition? = nil
    ) throws(InputError) {
        for input in inputs where input != "-" {
            do {
                _ = try FileStatus(path: input)
            } catch {
                throw InputError(input: input, reason: "\(error)")
            }
        }
        state = Mutex(ReaderState(inputs: inputs, options: options, position: position))
    }

    /// Creates a reader of one file of a folder: what it gives is what reading the whole folder would give of that
    /// file.
    ///
    /// - Parameters:
    ///   - name: the file, relative to the folder. One that is not there is given as quarantined.
    ///   - folder: the folder that the file's documents take their ids by.
    ///   - options: limits. The format goes by the name.
    ///   - position: where an earlier run ended in this file.
    public init(
        file name: String, in folder: String, options: ReaderOptions = ReaderOptions(),
        resumingAt position: ReadPosition? = nil
    ) {
        let file = InputFile(
            input: folder, path: "\(folder)/\(name)", name: name, format: FileFormat(name: name))
        state = Mutex(ReaderState(file, options: options, position: position))
    }

    /// The next item; nil when everything is read.
    public func next() -> ReadItem? { state.withLock { $0.next() } }

    /// Bytes taken from the inputs so far, before decompression: with ``InputMeasure`` the share that is done. Counts
    /// what a resumed run passed over as well.
    public var consumedByteCount: UInt64 { state.withLock { $0.consumedByteCount } }
}
