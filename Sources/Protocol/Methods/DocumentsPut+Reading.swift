extension DocumentsPut {
    /// The parameters as a server reads them: a document that cannot be read is refused alone, the others are taken.
    public struct ReadParams: Decodable, Sendable {
        /// See ``Params/batch``.
        public var batch: String?
        public var documents: [ReadDocument]
        public var _meta: RequestMeta?

        /// The parameters of a request that was read already.
        public init(_ params: Params) {
            batch = params.batch
            documents = params.documents.map(ReadDocument.readable)
            _meta = params._meta
        }
    }

    /// A document of a request, or why it cannot be read.
    public enum ReadDocument: Decodable, Sendable {
        case readable(PutDocument)
        /// `id` is empty where it cannot be read either. The reason ends in a JSON pointer to the part at fault, which
        /// begins at this entry of `documents`.
        case unreadable(id: String, reason: String)

        public init(from decoder: any Decoder) throws {
            do {
                self = .readable(try PutDocument(from: decoder))
            } catch {
                // A batch may be a part of another one, so that only the entry itself knows its place in it.
                let fault = DecodingFault(error, below: "", skipping: decoder.codingPath.count)
                let place = fault.pointer.isEmpty ? "" : " (\(fault.pointer))"
                self = .unreadable(id: Self.id(decoder), reason: fault.detail + place)
            }
        }

        /// The document's id; empty where it cannot be read.
        public var id: String {
            switch self {
            case .readable(let put): put.document.id
            case .unreadable(let id, _): id
            }
        }

        private static func id(_ decoder: any Decoder) -> String {
            let put = try? decoder.container(keyedBy: PutDocument.CodingKeys.self)
            let document = try? put?.nestedContainer(keyedBy: Document.CodingKeys.self, forKey: .document)
            return (try? document?.decode(String.self, forKey: .id)) ?? ""
        }
    }
}
