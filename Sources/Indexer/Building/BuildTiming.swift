import Foundation
import Protocol

/// What a build took, as a line of JSON.
struct BuildTiming: Codable, Equatable {
    var documents: Int
    /// Until the index was on the disk; reading counts unless the texts were read before.
    var seconds: Double
    /// All files of the index.
    var bytes: Int

    init(documents: Int, elapsed: Duration, output: String) {
        self.documents = documents
        seconds = elapsed / .seconds(1)
        bytes = Self.byteCount(of: output)
    }

    /// The sizes of all files below a folder.
    private static func byteCount(of folder: String) -> Int {
        let files = FileManager.default
        return (files.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).reduce(0) { sum, name in
            let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)")
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
