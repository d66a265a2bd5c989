/// An open file, read in the way that its content asks for.
struct FileContent {
    /// The one of the two that the file needs; the other is nil.
    private var page: PageFile?
    private var records: RecordFile?
    private let stream: ByteStream

    /// Opens a file, at a position when one is given.
    ///
    /// A position behind the file's end belongs to an older file of that name; the file is then read from its beginning,
    /// which does no harm, as documents are put by id.
    init(_ file: InputFile, resumingAt position: ReadPosition?, options: ReaderOptions) throws(StreamFailure) {
        var stream = try ByteStream(path: file.path)
        if file.format == .page || (file.format == .unknown && !Self.looksLikeRecords(stream.head)) {
            page = PageFile(file: file, stream: stream, options: options)
        } else {
            var records = RecordFile(file: file, stream: stream, options: options)
            if let position, !records.advance(to: position), !file.isStandardInput {
                stream = try ByteStream(path: file.path)
                records = RecordFile(file: file, stream: stream, options: options)
            }
            self.records = records
        }
        self.stream = stream
    }

    /// Bytes taken from the file so far, before decompression.
    var consumedByteCount: UInt64 { stream.consumedByteCount }

    /// The next item; nil at the end.
    mutating func next() -> ReadItem? { page == nil ? records?.next() : page?.next() }

    private static func looksLikeRecords(_ head: [UInt8]) -> Bool {
        let (encoding, markByteCount) = TextEncoding.detect(head)
        let start = TextDecoder.decode(head[markByteCount...].prefix(1024), as: encoding).text
        return start.trimmingSpace.hasPrefix("{")
    }
}
