import Foundation
import Protocol

/// docs/protocol/openrpc.json, read as plain values, with just as much JSON Schema as that file uses.
struct OpenRPCDocument {
    struct Method {
        var name: String
        var fields: [String: JSONValue]
        /// Each example as the whole params object and the whole result.
        var examples: [(name: String, params: JSONValue, result: JSONValue)]
        /// The params as one object schema.
        var paramsSchema: JSONValue
        var resultSchema: JSONValue
    }

    var root: JSONValue
    var methods: [Method]

    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/protocol")
    }

    init() throws {
        root = try JSONDecoder().decode(
            JSONValue.self, from: Data(contentsOf: Self.folder.appending(path: "openrpc.json")))
        methods = root["methods"].array.map(Self.method)
    }

    private static func method(_ value: JSONValue) -> Method {
        let descriptors = value["params"].array
        let properties = Dictionary(uniqueKeysWithValues: descriptors.map { ($0["name"].string, $0["schema"]) })
        let required = descriptors.filter { $0["required"] == .bool(true) }.map { $0["name"] }
        let examples = value["examples"].array.map { example in
            let params = Dictionary(
                uniqueKeysWithValues: example["params"].array.map { ($0["name"].string, $0["value"]) })
            return (example["name"].string, JSONValue.object(params), example["result"]["value"])
        }
        return Method(
            name: value["name"].string, fields: value.object, examples: examples,
            paramsSchema: .object([
                "type": .string("object"), "properties": .object(properties), "required": .array(required),
                "additionalProperties": .bool(false),
            ]),
            resultSchema: value["result"]["schema"])
    }

    /// The schema that a `$ref` stands for, or the schema itself.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard case .string(let reference) = schema["$ref"] else { return schema }
        return reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] }
    }

    /// What of a value does not fit a schema, each with its place; empty when all fits.
    func violations(of value: JSONValue, against schema: JSONValue, at place: String = "") -> [String] {
        let schema = resolved(schema)
        guard case .string(let type) = schema["type"] else { return [] }
        if case .array(let allowed) = schema["enum"], !allowed.contains(value) {
            return ["\(place): \(value) is none of \(allowed)"]
        }
        switch (type, value) {
        case ("string", .string), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number):
            return []
        case ("array", .array(let items)):
            return items.enumerated().flatMap { violations(of: $1, against: schema["items"], at: "\(place)/\($0)") }
        case ("object", .object(let members)):
            return objectViolations(members, schema: schema, place: place)
        default:
            return ["\(place): expected \(type), found \(value)"]
        }
    }

    private func objectViolations(_ members: [String: JSONValue], schema: JSONValue, place: String) -> [String] {
        let properties = schema["properties"].object
        var found = schema["required"].array.filter { members[$0.string] == nil }.map {
            "\(place): lacks \($0.string)"
        }
        for (name, value) in members {
            if let property = properties[name] {
                found += violations(of: value, against: property, at: "\(place)/\(name)")
            } else if schema["additionalProperties"] == .bool(false) {
                found.append("\(place): \(name) is not in the schema")
            }
        }
        return found
    }
}

extension JSONValue {
    /// A member of an object; null where there is none.
    subscript(key: String) -> JSONValue { object[key] ?? .null }

    var object: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
    var array: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    var string: String { if case .string(let text) = self { text } else { "" } }
}
