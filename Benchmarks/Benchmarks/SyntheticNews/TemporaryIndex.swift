import Foundation
public import SearchIndex

/// An index in a folder of its own, which goes when the value does.
public final class TemporaryIndex: Sendable {
    /// The folder.
    public let path = FileManager.default.temporaryDirectory.appending(path: "timtin-bench-\(UUID().uuidString)").path

    public init() {}

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Publishes documents in so many generations, a segment each.
    ///
    /// - Returns: The writer.
    @discardableResult public func publish(
        _ documents: [IndexDocument], settings: IndexSettings, generations: Int = 1
    ) throws -> IndexWriter {
        let writer = try IndexWriter(folder: path, epoch: 1, settings: settings)
        let size = (documents.count + generations - 1) / generations
        for start in stride(from: 0, to: documents.count, by: size) {
            let end = min(documents.count, start + size)
            _ = try writer.publish(documents[start..<end].map { .put($0) }, through: UInt64(end))
        }
        return writer
    }
}
