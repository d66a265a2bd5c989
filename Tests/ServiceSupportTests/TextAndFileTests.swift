import Foundation
import Synchronization
import Testing

@testable import ServiceSupport

@Suite struct HumanTextTests {
    @Test(
        arguments: [(0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] as [(Int, String)])
    func `counts have commas`(value: Int, expected: String) {
        #expect(HumanText.count(value) == expected)
    }

    @Test func `one of a thing has no s`() {
        #expect(HumanText.count(1, "document") == "1 document")
        #expect(HumanText.count(0, "document") == "0 documents")
        #expect(HumanText.count(2, "query", plural: "queries") == "2 queries")
    }

    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_500_000, "1.4 MiB"), (37 << 20, "37 MiB"),
            (1023 << 20, "1023 MiB"), (1 << 30, "1.0 GiB"),
        ] as [(UInt64, String)])
    func `bytes have a unit`(value: UInt64, expected: String) {
        #expect(HumanText.bytes(value) == expected)
    }

    @Test(
        arguments: [
            (.milliseconds(340), "340 ms"), (.milliseconds(4_200), "4.2 s"), (.seconds(59), "59 s"),
            (.seconds(200), "3 min 20 s"), (.seconds(7_500), "2 h 5 min"), (.seconds(273_600), "3 d 4 h"),
            (.seconds(120), "2 min"), (.zero, "0 ms"),
        ] as [(Duration, String)])
    func `durations have two units at most`(value: Duration, expected: String) {
        #expect(HumanText.duration(value) == expected)
    }

    @Test func `decimals are rounded and keep their zeros`() {
        #expect(HumanText.decimal(1.005, digits: 1) == "1.0")
        #expect(HumanText.decimal(12.056, digits: 2) == "12.06")
        #expect(HumanText.decimal(-0.5, digits: 1) == "-0.5")
        #expect(HumanText.decimal(-0.01, digits: 1) == "0.0")
        #expect(HumanText.decimal(.infinity, digits: 1) == "inf")
    }
}

@Suite struct FileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "timtin-\(UUID().uuidString)").path

    @Test func `a lock is held by one at a time and is free again at its end`() throws {
        try AtomicFile.makeFolder(folder)
        let path = folder + "/lock"
        func isFree() throws -> Bool {
            let lock = try FileLock.take(path)
            return lock != nil
        }
        do {
            let lock = try FileLock.take(path)
            let isTaken = lock != nil
            #expect(isTaken)
            #expect(try isFree() == false)
            withExtendedLifetime(lock) {}
        }
        #expect(try isFree())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a file is replaced whole, and nothing stays beside it`() throws {
        try AtomicFile.makeFolder(folder + "/a/b/")
        try AtomicFile.makeFolder(folder)
        try FileManager.default.removeItem(atPath: folder + "/a")
        let path = folder + "/file"
        #expect(try AtomicFile.read(path) == nil)
        try AtomicFile.write([1, 2, 3], to: path)
        try AtomicFile.write([4], to: path)
        #expect(try AtomicFile.read(path) == [4])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        #expect(throws: ProgramError.self) { try AtomicFile.makeFolder(path) }
        #expect(throws: ProgramError.self) { try AtomicFile.write([1], to: folder + "/no/file") }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a folder may be made by several at once`() throws {
        let root = FileManager.default.temporaryDirectory.path + "/timtin-folders-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let failures = Mutex<[String]>([])
        for round in 0..<300 {
            DispatchQueue.concurrentPerform(iterations: 4) { number in
                do {
                    try AtomicFile.makeFolder("\(root)/\(round)/a/b/\(number)")
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }
}
