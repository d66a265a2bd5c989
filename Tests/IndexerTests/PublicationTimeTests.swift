import Foundation
import Testing

@testable import Indexer

@Suite struct `When a document was published` {
    @Test func `Whole times are what the calendar says`() {
        // Foundation counts by the Julian calendar before 1582.
        let calendar = Calendar(identifier: .gregorian)
        let seed: UInt64 = 51
        var random = SeededGenerator(seed: seed)
        let style = Date.ISO8601FormatStyle(timeZone: .gmt)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -12_000_000_000..<200_000_000_000, using: &random)
            let text = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
            guard calendar.component(.year, from: Date(timeIntervalSince1970: Double(seconds))) < 10_000 else {
                continue
            }
            #expect(PublicationTime.seconds(text) == seconds, "seed \(seed): \(text)")
        }
    }

    @Test(arguments: [
        ("2024-09-05T14:30+07:00", 1_725_521_400), ("2024-09-05T14:30", 1_725_521_400),
        ("2024-09-05T07:30Z", 1_725_521_400), ("2024-09-05 07:30:00.25Z", 1_725_521_400),
        ("2024-09-05T00:30:00-0700", 1_725_521_400), ("2024-09-05T07:30:00+00", 1_725_521_400),
        ("2024-09-05", 1_725_469_200), ("2024-09", 1_725_123_600), ("2024", 1_704_042_000),
        ("2000-02-29T00:00Z", 951_782_400), ("1969-12-31T23:59:59Z", -1),
    ])
    func `What is left out is the earliest`(text: String, seconds: Int64) {
        #expect(PublicationTime.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "--09-05", "2023-02-29", "2024-13", "2024-00-01", "24-09-05", "2024-9-5", "2024-09T10:00Z", "2024-09-05T",
        "2024-09-05T25:00Z", "2024-09-05T10:60Z", "2024-09-05T10:00+7", "2024-09-05T10:00Zulu", "hôm qua", "２０２４-09-05",
    ])
    func `What is no date has no time`(text: String) {
        #expect(PublicationTime.seconds(text) == nil)
    }
}
