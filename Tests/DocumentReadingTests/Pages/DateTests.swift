import Testing

@testable import DocumentReading

/// Dates: as much of them as a page says, and nothing more.
@Suite struct DateTests {
    @Test(
        arguments: [
            ("Thứ Năm, 05/09/2024 | 14:30 GMT+7", "2024-09-05T14:30+07:00"), ("14:30 05/09/2024", "2024-09-05T14:30"),
            ("Cập nhật lúc 08:05, ngày 5/9/2024", "2024-09-05T08:05"), ("Ngày 5 tháng 9 năm 2024", "2024-09-05"),
            ("Ngày đăng: 5-9-2024", "2024-09-05"), ("5.9.2024", "2024-09-05"), ("Ngày 05/9", "--09-05"),
            ("Chủ nhật, ngày 5 tháng 9", "--09-05"), ("2024-09-05T14:30:10+07:00", "2024-09-05T14:30+07:00"),
            ("2024-09-05T14:30Z", "2024-09-05T14:30+00:00"), ("14h30, thứ 5, 5/9/2024", "2024-09-05T14:30"),
            ("14 giờ 30 phút, ngày 5/9/2024", "2024-09-05T14:30"), ("05/09/2024 2:30 PM", "2024-09-05T14:30"),
            ("29/2/2024", "2024-02-29"), ("Ngày 29/2", "--02-29"),
        ]) func `a line that is a date gives it in ISO 8601`(text: String, iso: String) throws
    {
        let parts = try #require(MetaSigns.parts(of: PageLine(text)))
        #expect(parts.count == 1)
        guard case .date(let date) = parts[0] else {
            Issue.record("no date: \(parts)")
            return
        }
        #expect(date.iso == iso)
    }

    @Test(arguments: [
        "31/2/2024", "29/2/2023", "5/13/2024", "14:30", "2024", "Ngày đầu tiên", "3.500", "05/09/24", "1/2/3/4",
    ])
    func `what is no date is none`(text: String) {
        #expect(DateSigns.scan(PageLine(text).words)?.date == nil)
    }

    @Test func `names, sections and places may stand beside a date`() {
        let parts = MetaSigns.parts(of: PageLine("Hoàng Thị Lan - Thứ Sáu, 02/06/2023 08:10 | Kinh tế | Lào Cai"))
        #expect(parts?.contains(.byline("Hoàng Thị Lan")) == true)
        #expect(parts?.contains(.section("Kinh tế")) == true)
        #expect(parts?.contains(.place("Lào Cai")) == true)
        #expect(MetaSigns.parts(of: PageLine("Ngày 5/9, mưa lớn ở nhiều nơi")) == nil)
    }

    @Test(
        arguments: [
            ("Ngày 05/9, Ủy ban nhân dân xã tổ chức lớp tập huấn.", "--09-05"),
            ("Sáng 5/9, thầy và trò dự lễ.", "--09-05"),
            ("Chiều nay (5/9/2024), đoàn công tác đến thăm.", "2024-09-05"),
            ("Rạng sáng ngày 5-9, tàu cập cảng.", "--09-05"),
            ("Lúc 14h ngày 5/9, xe khách bị lật.", "--09-05"),
            ("Lào Cai (TTXVN) - Tối 5/9, lễ hội khai mạc.", "--09-05"),
            ("Hà Nội, ngày 5/9/2024 - Hội nghị diễn ra.", "2024-09-05"),
            ("Ngày 5 tháng 9 năm 2024, tỉnh công bố.", "2024-09-05"),
            ("Ngày 5 tháng 9/2024, tỉnh công bố.", "2024-09-05"),
        ]) func `a text may open with its date`(text: String, iso: String)
    {
        #expect(DateSigns.opening(of: text)?.iso == iso)
    }

    @Test(
        arguments: [
            "Từ ngày 1/6, xe tải phải đi đường tránh.", "Năm 2016, huyện xây dựng mô hình.",
            "Tỷ số 2/3 là kết quả cuối cùng.",
            "Xã có 19/19 tiêu chí.", "Theo kế hoạch, ngày 5/9 sẽ khai giảng.", "Trước đó, sáng 5/9, đoàn đã đến.",
        ]) func `a date further on, or a number, dates nothing`(text: String)
    {
        #expect(DateSigns.opening(of: text) == nil)
    }

    @Test(
        arguments: [
            ("Lào Cai - Mưa lớn suốt đêm.", ["Lào Cai"], []), ("Hà Nội (TTXVN) - Quốc hội họp.", ["Hà Nội"], ["TTXVN"]),
            ("(NDO) - Lễ hội khai mạc.", [], ["NDO"]), ("TTO - Giá xăng tăng.", [], ["TTO"]),
            ("Mù Cang Chải (TTXVN) - Lúa chín.", ["Mù Cang Chải"], ["TTXVN"]),
            ("Xe tải - loại 5 tấn - bị lật.", [], []),
            ("Nguyễn Văn Nam - giám đốc công ty - cho biết.", [], []), ("Quốc phòng - an ninh được giữ vững.", [], []),
        ]) func `a dateline names places and agencies`(text: String, places: [String], organizations: [String])
    {
        let dateline = DatelineSigns(of: text)
        #expect(dateline.places == places)
        #expect(dateline.organizations == organizations)
    }
}
