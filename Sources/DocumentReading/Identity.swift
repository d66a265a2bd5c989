import Hashing
import Protocol

/// Ids and fingerprints: hashes of content, the same on every machine and for ever, as stored documents carry them.
enum Identity {
    /// The id of something that brings none: 32 hexadecimal digits of XXH3-128 over where it comes from and what it says.
    ///
    /// - Parameters:
    ///   - source: the path relative to the folder ingested, so that another mount of the folder gives the same ids.
    ///   - content: the content, by which two items of one source differ.
    static func id(source: String, content: some Sequence<UInt8>) -> String {
        var bytes = Array(source.utf8)
        // No path holds a NUL, so that source and content cannot run into one another.
        bytes.append(0)
        bytes += content
        return XXH3.hash128(bytes).hex
    }

    /// The id of a teaser: its article's, `#`, and 16 hexadecimal digits of XXH3-64 over its title.
    ///
    /// - Parameter ordinal: counts the teasers of a page that share a title, from 0.
    static func teaserID(parent: String, title: String, ordinal: Int) -> String {
        let name = ordinal == 0 ? title : "\(title)\0\(ordinal)"
        let suffix = "#" + hexDigits(XXH3.hash64(Array(name.utf8)))
        // An id has a greatest length; a parent's id near it is hashed, so that the teaser's fits as well.
        guard parent.utf8.count + suffix.utf8.count <= Document.idByteCountMax else {
            return XXH3.hash128(Array(parent.utf8)).hex + suffix
        }
        return parent + suffix
    }

    /// XXH3-128 of what a reader of the document sees: title, lead, paragraphs and captions, as their UTF-8 bytes with
    /// the length of each before it.
    static func fingerprint(of document: Document) -> String {
        var bytes: [UInt8] = []
        func add(_ text: String) {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count).littleEndian) { bytes += $0 }
            bytes += text.utf8
        }
        func add(_ list: [String]) {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: list.count).littleEndian) { bytes += $0 }
            for text in list { add(text) }
        }
        add(document.title)
        add(document.lead)
        add(document.body)
        add(document.captions)
        return XXH3.hash128(bytes).hex
    }
}
