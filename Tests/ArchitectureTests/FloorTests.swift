import Testing

@Suite struct `The floors` {
    let floors: Floors
    let package: PackageDescription

    init() throws {
        floors = Floors(drawnIn: try Project.text(of: "ARCHITECTURE.md"))
        package = try PackageDescription.read()
    }

    @Test func `every module of the package stands on one floor, and nothing else does`() {
        #expect(floors.floorOfModule.keys.sorted() == package.sources.map(\.name).sorted())
        #expect(floors.repeated == [])
    }

    @Test func `a module depends only on lower floors`() {
        let objections = package.sources.flatMap { target in
            target.modules.compactMap { floors.objection(to: target.name, importing: $0) }
        }
        #expect(objections == [])
    }

    @Test func `a source file imports only modules that its target declares`() throws {
        let modules = Set(floors.floorOfModule.keys)
        var undeclared: [String] = []
        for target in package.sources {
            let allowed = Set(target.modules)
            for path in try Project.files(below: target.path, extensions: ["swift"]) {
                let imported = importedModules(in: try Project.text(of: path)).filter(modules.contains)
                undeclared += imported.filter { !allowed.contains($0) }.map { "\(path) imports \($0)" }
            }
        }
        #expect(undeclared == [])
    }

    @Test func `the index and the values below it depend on no other package`() {
        let alone: Set = [
            "Protocol", "ZeroMQ", "TextAnalysis", "Packing", "Hashing", "Compression", "SearchIndex", "DocumentReading",
        ]
        let dependent = package.sources.filter { alone.contains($0.name) && !$0.products.isEmpty }
        #expect(dependent.map { "\($0.name): \($0.products)" } == [])
    }

    @Test func `only the indexer knows SQLite`() {
        #expect(package.sources.filter { $0.products.contains("GRDB") }.map(\.name) == ["Indexer"])
    }

    @Test func `no test depends on two services`() {
        let services = Set(package.sources.filter { $0.type == "executable" }.map(\.name))
        let entangled = package.targets.filter { $0.type == "test" && services.intersection($0.modules).count > 1 }
        #expect(entangled.map(\.name) == [])
    }
}

@Suite struct `A drawing of floors` {
    let floors = Floors(drawnIn: "text\nfloor 2   Sockets   Text\nfloor 1   CSockets\nfloors are drawn above\n")

    @Test func `is read line by line`() {
        #expect(floors.floorOfModule == ["Sockets": 2, "Text": 2, "CSockets": 1])
    }

    @Test func `lets a module import from below`() {
        #expect(floors.objection(to: "Sockets", importing: "CSockets") == nil)
    }

    @Test(arguments: [("CSockets", "Sockets"), ("Sockets", "Text"), ("Sockets", "Unknown"), ("Unknown", "Text")])
    func `objects to imports from above, from neighbours and of strangers`(importer: String, imported: String) {
        #expect(floors.objection(to: importer, importing: imported) != nil)
    }

    @Test func `tells of a module drawn twice`() {
        #expect(Floors(drawnIn: "floor 2 Text Text\nfloor 1 Text\n").repeated == ["Text", "Text"])
    }
}

/// The modules named by the import declarations of a Swift file.
func importedModules(in source: String) -> [String] {
    source.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isImportModifier) else {
            return nil
        }
        let named = words[words.index(after: keyword)...].first { !declarationKinds.contains($0) }
        return named?.split(separator: ".").first.map(String.init)
    }
}

private let declarationKinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
]

private func isImportModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
}
