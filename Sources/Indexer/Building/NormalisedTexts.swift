import Foundation
import SearchIndex
import ServiceSupport

/// A file of texts that need no reading any more: a line a document, its id, a tab, and its text.
enum NormalisedTexts {
    /// The documents of a file, each with its text as its body and nothing stored.
    ///
    /// - Throws: ``ProgramError`` that names file and line.
    static func read(_ path: String) throws(ProgramError) -> [IndexDocument] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw .failed("\(path) cannot be read: is it there, and may you read it?")
        }
        var documents: [IndexDocument] = []
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")), tab > line.startIndex else {
                throw .failed("\(path), line \(number + 1) has no id and text with a tab between them")
            }
            let text = String(decoding: line[(tab + 1)...], as: UTF8.self)
            documents.append(IndexDocument(id: Array(line[..<tab]), texts: [(.body, [text])]))
        }
        return documents
    }
}
