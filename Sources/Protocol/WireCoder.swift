import Foundation

/// The one configuration of Foundation's JSON coders for everything that travels or is stored.
///
/// Keys are sorted, so that equal values have equal bytes, and slashes stay as they are.
public enum WireCoder {
    /// The JSON bytes of a value.
    ///
    /// - Throws: `EncodingError` where the value holds what JSON cannot (a NaN).
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// A value from its JSON bytes.
    ///
    /// - Throws: `DecodingError`, whose coding path says where.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
