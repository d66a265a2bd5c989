import Foundation
import Protocol

/// Turns one line of JSON into a document.
///
/// Known keys are the document's own field names and the common `_id`, `text` and `url`; every other key is kept in
/// `extra`. A value of the wrong type is an error with its pointer, never a guess.
enum RecordReader {
    /// What is wrong with a line.
    struct Failure: Error {
        var reason: String
        var pointer: String?
    }

    /// The document of a line.
    ///
    /// - Parameter source: path of the file relative to the folder ingested, for ids and `source` of records without.
    /// - Throws: ``Failure`` that says which value is wrong and why.
    static func document(from json: Data, source: String) throws(Failure) -> Document {
        var record = Record(values: try values(of: json))
        var document = Document(id: "", title: try record.text("title"))
        document.lead = try record.text("lead")
        document.body = try record.paragraphs("body")
        if document.body.isEmpty { document.body = try record.paragraphs("text") }
        document.captions = try record.paragraphs("captions")
        document.byline = try record.text("byline")
        document.section = try record.text("section")
        document.published = try record.text("published")
        document.places = try record.list("places")
        document.people = try record.list("people")
        document.organizations = try record.list("organizations")
        document.tags = try record.list("tags")
        document.related = try record.list("related")
        document.language = try record.text("language")
        document.source = try record.text("source")
        if let kind = try record.kind() { document.kind = kind }
        let ownID = try record.id()
        let url = try record.url(forSourceOf: &document)
        document.extra = try record.rest()
        guard !(document.title.isEmpty && document.lead.isEmpty && document.body.isEmpty && document.captions.isEmpty)
        else {
            throw Failure(reason: "it has no text: title, lead, body (or text) and captions are all empty or missing")
        }
        return finish(document, id: ownID ?? url, source: source)
    }

    private static func finish(_ given: Document, id: String?, source: String) -> Document {
        var document = given
        document.fingerprint = Identity.fingerprint(of: document)
        document.id = id ?? Identity.id(source: source, content: document.fingerprint.utf8)
        if document.source.isEmpty { document.source = source }
        if document.language.isEmpty { document.language = Language.tag(of: document) }
        return document
    }

    private static func values(of json: Data) throws(Failure) -> [String: JSONValue] {
        do {
            return try JSONDecoder().decode(RecordValues.self, from: json).values
        } catch DecodingError.typeMismatch {
            throw Failure(reason: "the line is JSON but no object", pointer: "")
        } catch DecodingError.dataCorrupted(let context) {
            let cause = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
            throw Failure(reason: "the line is no JSON: \(cause ?? context.debugDescription)")
        } catch {
            throw Failure(reason: "the line is no JSON: \(error)")
        }
    }
}

/// The keys and values of an object. Strings are tried first: they are most of a record, and each failed attempt to
/// decode costs microseconds.
private struct RecordValues: Decodable {
    var values: [String: JSONValue] = [:]

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for key in container.allKeys {
            if let text = try? container.decode(String.self, forKey: key) {
                values[key.stringValue] = .string(text)
            } else {
                values[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
            }
        }
    }
}
