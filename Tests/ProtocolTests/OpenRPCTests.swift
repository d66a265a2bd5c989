import Foundation
import Protocol
import Testing

/// The OpenRPC file, the page about it and the Swift types say the same.
@Suite struct OpenRPCFile {
    let document: OpenRPCDocument

    init() throws { document = try OpenRPCDocument() }

    @Test func `the file describes just the methods of the catalog, each as the catalog does`() {
        #expect(Set(document.methods.map(\.name)) == Set(MethodCatalog.all.map { $0.name }))
        for method in document.methods {
            guard let type = MethodCatalog.method(named: method.name) else { continue }
            #expect(method.fields["summary"] == .string(type.summary), "\(method.name)")
            #expect(method.fields["x-server"] == .string(type.server.rawValue), "\(method.name)")
            #expect(method.fields["x-idempotent"] == .bool(type.isIdempotent), "\(method.name)")
            #expect(method.fields["x-retryable"] == .bool(isRetryable(type)), "\(method.name)")
            let attachments = type.attachmentCount == 0 ? nil : JSONValue.integer(Int64(type.attachmentCount))
            #expect(method.fields["x-attachments"] == attachments, "\(method.name)")
            #expect(!method.examples.isEmpty, "\(method.name) lacks an example")
        }
    }

    @Test func `every example fits its schema`() {
        for method in document.methods {
            for example in method.examples {
                let place = "\(method.name) (\(example.name))"
                #expect(document.violations(of: example.params, against: method.paramsSchema, at: place) == [])
                #expect(document.violations(of: example.result, against: method.resultSchema, at: place) == [])
            }
        }
    }

    @Test func `every example goes through the Swift types without loss`() throws {
        for method in document.methods {
            let type = try #require(MethodCatalog.method(named: method.name))
            for example in method.examples {
                try expectRoundTrip(type, example.params, example.result, "\(method.name) (\(example.name))")
            }
        }
    }

    @Test func `every schema lists just the properties of its Swift type`() throws {
        for method in document.methods {
            let type = try #require(MethodCatalog.method(named: method.name))
            for example in method.examples {
                try expectSameProperties(type, example, method)
            }
        }
    }

    @Test func `the errors of the file are those of the Swift type`() {
        let errors = document.root["components"]["errors"].object.values
        #expect(errors.count == RPCErrorCode.allCases.count)
        for code in RPCErrorCode.allCases {
            let entry = errors.first { $0["code"] == .integer(Int64(code.rawValue)) } ?? .null
            #expect(entry["message"] == .string(code.title))
            #expect(entry["data"]["type"] == .string(code.typeURI))
            #expect(entry["data"]["retryable"] == .bool(code.isRetryable))
        }
    }

    @Test func `the page has a row for every method, error and event`() throws {
        let page = try String(contentsOf: OpenRPCDocument.folder.appending(path: "README.md"), encoding: .utf8)
        let lines = page.split(separator: "\n")
        for type in MethodCatalog.all {
            let row = try #require(lines.first { $0.hasPrefix("| `\(type.name)` |") }, "\(type.name)")
            #expect(row.contains("| \(type.server.rawValue) |"))
            #expect(row.hasSuffix("\(type.summary) |"))
        }
        for code in RPCErrorCode.allCases {
            let row = try #require(lines.first { $0.hasPrefix("| \(code.rawValue) |") }, "\(code)")
            #expect(row.contains("| `\(code.title)` | \(code.isRetryable ? "yes" : "no") |"))
        }
        for event in EventType.allCases {
            #expect(lines.contains { $0.hasPrefix("| `\(event.rawValue)` |") }, "\(event)")
        }
    }

    private func isRetryable<Method: RPCMethod>(_ type: Method.Type) -> Bool { type.isRetryable }

    private func expectRoundTrip<Method: RPCMethod>(
        _ type: Method.Type, _ params: JSONValue, _ result: JSONValue, _ place: String
    ) throws {
        #expect(try throughType(Method.Params.self, params) == params, "\(place)")
        #expect(try throughType(Method.Result.self, result) == result, "\(place)")
    }

    private func throughType<Value: Codable>(_ type: Value.Type, _ json: JSONValue) throws -> JSONValue {
        let value = try WireCoder.decode(type, from: WireCoder.encode(json))
        return try WireCoder.decode(JSONValue.self, from: WireCoder.encode(value))
    }

    private func expectSameProperties<Method: RPCMethod>(
        _ type: Method.Type, _ example: (name: String, params: JSONValue, result: JSONValue),
        _ method: OpenRPCDocument.Method
    ) throws {
        let place = "\(method.name) (\(example.name))"
        let params = try WireCoder.decode(Method.Params.self, from: WireCoder.encode(example.params))
        #expect(differences(of: params, from: method.paramsSchema, at: place) == [])
        let result = try WireCoder.decode(Method.Result.self, from: WireCoder.encode(example.result))
        #expect(differences(of: result, from: method.resultSchema, at: place) == [])
    }

    /// Where the stored properties of a value and of the values in it are others than those of the schema.
    private func differences(of value: Any, from schema: JSONValue, at place: String) -> [String] {
        let schema = document.resolved(schema)
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { differences(of: $0.value, from: schema, at: place) } ?? []
        case .collection:
            return mirror.children.flatMap { differences(of: $0.value, from: schema["items"], at: place + "[]") }
        case .struct where schema["additionalProperties"] == .bool(false):
            let properties = schema["properties"].object
            let labels = Set(mirror.children.compactMap(\.label))
            let own = labels == Set(properties.keys) ? [] : ["\(place): \(labels) against \(Set(properties.keys))"]
            return own
                + mirror.children.flatMap { child in
                    differences(
                        of: child.value, from: properties[child.label ?? ""] ?? .null,
                        at: "\(place).\(child.label ?? "")")
                }
        default:
            return []
        }
    }
}
