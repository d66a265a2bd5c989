import DocumentReading
import Protocol

/// Everything that inputs give.
func readAll(
    _ inputs: [String], options: ReaderOptions = ReaderOptions(), resumingAt position: ReadPosition? = nil
) throws -> [ReadItem] {
    Array(try DocumentReader(inputs: inputs, options: options, resumingAt: position))
}

extension [ReadItem] {
    var documents: [Document] {
        flatMap { item -> [Document] in
            guard case .documents(let documents, _, _) = item else { return [] }
            return documents
        }
    }

    var quarantined: [QuarantineEntry] {
        compactMap { item in
            guard case .quarantined(let entry, _) = item else { return nil }
            return entry
        }
    }

    var skipped: [String] {
        compactMap { item in
            guard case .skipped(let file, _, _) = item else { return nil }
            return file
        }
    }
}

/// UTF-16 with or without its mark.
func utf16(_ text: String, isLittleEndian: Bool, hasMark: Bool = true) -> [UInt8] {
    ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isLittleEndian ? [low, high] : [high, low]
    }
}
