import Foundation
import Testing

@Suite struct `The house rules` {
    @Test func `no source file is a drawer`() throws {
        let found = try breaches(of: HouseRules.overlong, in: swiftFiles(in: ["Sources"]))
        #expect(found == [])
    }

    @Test func `nothing is left to be finished`() throws {
        let found = try breaches(of: HouseRules.unfinished, in: ownFiles())
        #expect(found == [])
    }

    @Test func `no file names a path of one machine`() throws {
        let found = try breaches(of: HouseRules.machinePaths, in: ownFiles())
        #expect(found == [])
    }

    @Test func `libraries print nothing`() throws {
        let libraries = try PackageDescription.read().sources.filter { $0.type == "library" }.map(\.path)
        let found = try breaches(of: HouseRules.prints, in: swiftFiles(in: libraries))
        #expect(found == [])
    }

    @Test func `what the compiler cannot check is justified on the line above`() throws {
        let found = try breaches(of: HouseRules.unjustified, in: swiftFiles(in: ["Sources", "Tests"]))
        #expect(found == [])
    }

    @Test func `one file of each module says first what the module is`() throws {
        let silent = try PackageDescription.read().sources.filter { $0.type != "system-target" }.filter { target in
            let introductions = try swiftFiles(in: [target.path])
                .filter { HouseRules.introduces(target.name, try Project.text(of: $0)) }
            return introductions.count != 1
        }
        let found = silent.map { "not exactly one file of \($0.path) begins with '// \($0.name): '" }
        #expect(found == [])
    }

    @Test func `a document links only to what is there`() throws {
        let documents = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] + (try files(in: ["docs"], ["md"]))
        let dead = try documents.flatMap { document in
            let folder = URL(filePath: document, relativeTo: Project.root).deletingLastPathComponent()
            return links(in: try Project.text(of: document))
                .filter { !FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
                .map { "\(document): \($0)" }
        }
        #expect(dead == [])
    }

    private func breaches(of rule: (String) -> [HouseRules.Breach], in paths: [String]) throws -> [String] {
        try paths.flatMap { path in rule(try Project.text(of: path)).map { "\(path):\($0)" } }
    }

    private func swiftFiles(in folders: [String]) throws -> [String] {
        try files(in: folders, ["swift"])
    }

    /// The files written for this project, its test data apart.
    private func ownFiles() throws -> [String] {
        let texts: Set = ["swift", "sh", "py", "md", "json", "h", "modulemap", "yaml"]
        let folders = try files(in: ["Sources", "Tests", "scripts", "clients", "docs", "Benchmarks"], texts)
        return folders.filter { !$0.contains("/Fixtures/") && !$0.contains("/.build") }
            + [
                "Package.swift", "Makefile", "Dockerfile", "compose.yaml", "README.md", "ARCHITECTURE.md",
                "CHANGELOG.md",
            ]
    }

    private func files(in folders: [String], _ extensions: Set<String>) throws -> [String] {
        try folders.flatMap { try Project.files(below: $0, extensions: extensions) }
    }

    /// The targets of Markdown links that are paths, without their anchors.
    private func links(in markdown: String) -> [String] {
        markdown.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map { String($0.output.1) }.filter { !$0.contains("://") }
    }
}

/// A rule that never fires would pass for ever, so each is shown what it must find and what it must let be.
@Suite struct `A house rule` {
    @Test func `finds a file of more lines than a reader holds`() {
        #expect(HouseRules.overlong(String(repeating: "\n", count: 500)) == [])
        #expect(HouseRules.overlong(String(repeating: "\n", count: 501)) == ["501 lines, at most 500"])
    }

    @Test func `finds promises`() {
        let promise = "let a = 1\n// TO" + "DO: more\n"
        #expect(HouseRules.unfinished(promise) == ["2: // TO" + "DO: more"])
    }

    @Test(arguments: ["work", "tmp", "home", "root"])
    func `finds a path from the root, not one inside a project or an address`(folder: String) {
        #expect(HouseRules.machinePaths("cd /\(folder)/a").count == 1)
        #expect(HouseRules.machinePaths("cd src/\(folder)/a") == [])
        #expect(HouseRules.machinePaths("https://example.org/\(folder)/a") == [])
    }

    @Test func `finds prints, not names that end so`() {
        #expect(HouseRules.prints("    print(1)\n// print(2)\nfingerprint(3)\nself.print(4)\n") == ["1: print(1)"])
    }

    @Test func `finds a claim without its reason`() {
        // In two parts, so that this file does not break the rule itself.
        let claim = "final class Handle: @unchecked" + " Sendable {}"
        let force = "let a = try" + "! b()"
        #expect(HouseRules.unjustified(claim) == ["1: \(claim)"])
        #expect(HouseRules.unjustified("// Guarded by the lock.\n\(claim)") == [])
        #expect(HouseRules.unjustified(force) == ["1: \(force)"])
    }

    @Test func `tells the file that introduces a module`() {
        #expect(HouseRules.introduces("Sockets", "// Sockets: what they are.\n"))
        #expect(!HouseRules.introduces("Sockets", "// SocketsAndMore: what they are.\n"))
        #expect(!HouseRules.introduces("Sockets", "import A\n"))
    }
}
