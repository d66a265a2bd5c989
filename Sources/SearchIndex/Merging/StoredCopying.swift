/// Copies what is stored of the live documents of several segments, those of one after those of the other, in the order
/// in which they lie there.
struct StoredCopying {
    private let sources: [SegmentMerger.Source]
    /// For each source, the new place of each document among what is stored; 0 for those that are not live.
    private(set) var places: [[UInt32]] = []
    /// For each source with documents that are not live, the document at each place.
    private var documents: [[UInt32]?] = []

    init(_ sources: [SegmentMerger.Source]) throws(IndexError) {
        self.sources = sources
        var next: UInt32 = 0
        for source in sources {
            let count = Int(source.reader.documentCount)
            var documents = [UInt32](repeating: .max, count: count)
            for document in 0..<UInt32(count) {
                let place = Int(try source.reader.storedOrder.number(document))
                guard documents[place] == .max else {
                    throw source.reader.storedOrder.bytes.damaged("two documents have place \(place)")
                }
                documents[place] = document
            }
            var places = [UInt32](repeating: 0, count: count)
            for document in documents where source.isLive(document) {
                places[Int(document)] = next
                next += 1
            }
            self.places.append(places)
            self.documents.append(source.live == nil ? nil : documents)
        }
    }

    func copy(to writer: inout StoredWriter) throws(IndexError) {
        for (source, documents) in zip(sources, documents) {
            let stored = source.reader.stored
            for index in 0..<stored.blockCount {
                let block = try stored.block(index)
                if documents == nil, block.contentByteCount >= StoredWriter.contentByteCount / 2 {
                    try writer.add(
                        block: block.bytes, documentCount: UInt32(block.documents.count),
                        contentByteCount: block.contentByteCount)
                    continue
                }
                let content = try stored.content(of: block)
                for place in block.documents where documents.map({ source.isLive($0[Int(place)]) }) ?? true {
                    try writer.add(content[stored.range(of: place, in: content, of: block)])
                }
            }
        }
    }
}
