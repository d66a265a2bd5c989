import Protocol
import Testing

@testable import ServiceSupport

@Suite struct SettingsTests {
    static let pause = Setting<Duration>("drop-after", default: .seconds(1), in: .zero ... .seconds(9), "A pause")
    static let size = Setting<ByteCount>("cache-size", default: .mebibytes(1), "A size")
    static let count = Setting<Int>("thread-count", default: 2, in: 1...8, "A count")
    static let table = SettingsTable("worker", [pause, size, count])

    private func resolve(
        _ assignments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) throws -> SettingValues {
        try SettingsResolver(
            table: Self.table, assignments: assignments, environment: environment,
            file: file.map { ("t.json", Array($0.utf8)) }
        ).resolve()
    }

    private func refusal(
        _ assignments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) throws -> String {
        let error = #expect(throws: ProgramError.self) {
            try resolve(assignments, environment: environment, file: file)
        }
        #expect(error?.status == .usage)
        return error?.message ?? ""
    }

    @Test func `a flag counts before the environment, that before the file, that before the default`() throws {
        let environment = ["TIMTIN_THREAD_COUNT": "5"]
        let file = #"{"threadCount": 4}"#
        #expect(try resolve()[Self.count] == 2)
        #expect(try resolve(file: file)[Self.count] == 4)
        #expect(try resolve(environment: environment, file: file)[Self.count] == 5)
        #expect(try resolve(["thread-count=6"], environment: environment, file: file)[Self.count] == 6)
        #expect(try resolve(["thread-count=6", "thread-count=7"])[Self.count] == 7)
    }

    @Test func `an empty variable is none`() throws {
        #expect(try resolve(environment: ["TIMTIN_THREAD_COUNT": ""])[Self.count] == 2)
    }

    @Test func `a section of the file counts before its top level, and other commands' sections are passed over`()
        throws
    {
        let file = #"{"dropAfter": "3s", "worker": {"dropAfter": "2s"}, "broker": {"unknown": 1}}"#
        #expect(try resolve(file: file)[Self.pause] == .seconds(2))
    }

    @Test func `durations and sizes read as they are written`() throws {
        #expect(try resolve(["drop-after=250ms"])[Self.pause] == .milliseconds(250))
        #expect(try resolve(["cache-size=64KiB"])[Self.size] == .kibibytes(64))
        for text in ["250ms", "2s", "3m", "4h", "1d", "1500us"] {
            let duration = try #require(Duration(settingText: text))
            #expect(Duration(settingText: duration.settingText) == duration)
        }
        #expect(Duration(settingText: "2") == nil && Duration(settingText: "xs") == nil)
        #expect(ByteCount(settingText: "99999999999GiB") == nil)
    }

    @Test func `what is not allowed names the place, the setting and what is allowed`() throws {
        #expect(
            try refusal(["thread-count=9"])
                == "--thread-count \"9\" is not allowed: expected a whole number, from 1 to 8")
        #expect(try refusal(environment: ["TIMTIN_DROP_AFTER": "soon"]).contains("TIMTIN_DROP_AFTER: \"soon\""))
        #expect(try refusal(file: #"{"threadCount": "many"}"#).hasPrefix("t.json, key threadCount"))
        #expect(try refusal(file: #"{"threads": 1}"#).contains("known are cacheSize, dropAfter, threadCount"))
        #expect(try refusal(file: "[1]").hasPrefix("t.json is no JSON object"))
        #expect(try refusal(["thread-count"]).contains("has no value"))
        #expect(try refusal(["no-such=1"]).contains("no-such"))
    }

    @Test func `the help lists each setting with its default`() {
        let text = Self.table.helpText
        #expect(text.contains("--drop-after <value>"))
        #expect(text.contains("from 1 to 8; default: 2"))
    }
}
