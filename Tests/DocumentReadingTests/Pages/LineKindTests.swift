import Foundation
import Testing

@testable import DocumentReading

/// What single lines are, as far as they tell by themselves.
@Suite struct LineKindTests {
    private func kind(_ text: String) -> LineKind { LineClassifier.kind(of: PageLine(text)) }

    @Test(
        arguments: [
            "Tuần tra biên giới.    Ảnh TL.", "Toàn cảnh hội nghị. Ảnh: Thu Hà", "Bà con gặt lúa (Ảnh: CTV)",
            "Tàu cập cảng - Ảnh: NGÔ QUANG", "Lễ khai giảng – Ảnh minh họa", "Chợ phiên. (Ảnh: Báo Lào Cai).",
            "Tang vật - Ảnh Công an Thanh Hóa cung cấp.", "Biểu đồ dân số. Đồ họa: TTXVN",
            "Ảnh chụp từ vệ tinh sáng 5/9.",
            "Trong ảnh: Đại biểu tham quan gian hàng.", "Cầu mới. Ảnh tư liệu", "Mưa lớn. Ảnh chụp màn hình",
            "Bản làng trong sương | Photo: AP",
        ]) func `a line with a credit at its end is a caption`(text: String)
    {
        #expect(kind(text) == .caption)
    }

    @Test(arguments: [
        "Ảnh: AFP", "Ảnh TL.", "Video: Thu Hà", "(Ảnh: Nguyễn Văn Nam)", "Ảnh: Nhân vật cung cấp", "ẢNH: CTV",
    ])
    func `a credit alone is a credit`(text: String) { #expect(kind(text) == .credit) }

    @Test(
        arguments: [
            "Ảnh hưởng của bão số 3 khiến nhiều tuyến đường bị chia cắt.", "Ông chụp ảnh lưu niệm với bà con.",
            "Ảnh hưởng không nhỏ đến du lịch.", "Người dân xem ảnh: ai cũng bất ngờ với những gì họ thấy.",
        ]) func `a sentence about pictures is a sentence`(text: String)
    {
        #expect(kind(text) == .paragraph)
    }

    @Test(arguments: [
        "Video: Cận cảnh cặp khế 300 năm tuổi giá 7 tỷ đồng", "Ảnh: Toàn cảnh lễ hội đua bò Bảy Núi năm nay",
    ])
    func `a title may begin with its medium`(text: String) { #expect(kind(text) == .heading) }

    @Test(
        arguments: [
            "Nguyễn Quang", "Thu Hà - Minh Anh", "NGUYỄN THẾ LƯỢNG", "H.Y", "PV", "Vàng A Páo", "Giàng A Tủa/TTXVN",
            "Thanh Tùng, Văn Nam", "ThS. Lê Thị Mai", "Ngọc Bằng – Thu Trang", "Như Tâm.",
        ]) func `names are names`(text: String)
    {
        #expect(kind(text) == .name)
    }

    @Test(arguments: ["Ăn miếng trả miếng", "Thị trường miền Bắc", "KẾT LUẬN", "Tây Bắc mùa lúa chín", "Hoàng"])
    func `a sub-heading is no name`(text: String) { #expect(kind(text) == .heading) }

    @Test(
        arguments: [
            "Bài, ảnh: Đàm Hải", "Tin và ảnh: Thu Hà", "Tác giả: Lê Thị Mai", "Thực hiện: Nhóm PV", "Theo TTXVN",
            "(Theo vnexpress.net)", "Theo Báo Nông nghiệp", "Mộc Miên (Tổng hợp)", "Anh Ngọc (Theo CNN)",
            "Hà Linh thực hiện",
            "Hồng (t/h)", "Nguồn: Báo Lào Cai", "Minh Anh lược dịch",
        ]) func `a line that names its author or source is a byline`(text: String)
    {
        #expect(kind(text) == .byline)
    }

    @Test(
        arguments: [
            "Theo ông Nam, vụ mùa năm nay được giá.", "Phóng viên: Điều gì khó nhất?",
            "Theo đó, giá xăng tăng 500 đồng.",
            "Theo báo cáo của Sở, toàn tỉnh có 12 xã bị ngập.", "Bài học: không chủ quan trước thiên tai.",
        ]) func `a sentence with "theo" or a label is a sentence`(text: String)
    {
        #expect(kind(text) != .byline)
    }

    @Test(arguments: [
        "Tin Liên Quan", "XEM THÊM:", ">> Đọc thêm", "Tin cùng chuyên mục", "CÓ THỂ BẠN QUAN TÂM", "Bài viết khác:",
    ])
    func `headings over other articles are told by their words`(text: String) { #expect(kind(text) == .related) }

    @Test(
        arguments: [
            ("Xem thêm: Giá vé tàu hè tăng", "Giá vé tàu hè tăng"), (">>> Mở lại đường bay", "Mở lại đường bay"),
            ("Đọc thêm >> Bão vào biển Đông", "Bão vào biển Đông"),
            ("Tin liên quan | Mưa lớn ở Sa Pa", "Mưa lớn ở Sa Pa"),
        ]) func `a line may name another article`(text: String, title: String)
    {
        #expect(kind(text) == .relatedTitle(title))
    }

    @Test(
        arguments: [
            "Chia sẻ", "Chia sẻ Facebook Zalo", "In bài | Gửi email", "A- A A+", "Lượt xem: 1.204", "0 bình luận",
            "* * *",
            "Bình luận (12)", "QUẢNG CÁO", "Về đầu trang",
        ]) func `buttons and counters are boilerplate`(text: String)
    {
        #expect(kind(text) == .boilerplate)
    }

    @Test(arguments: [
        "© 2024 Báo Lào Cai", "Tổng Biên tập: Nguyễn Văn Bình", "Địa chỉ: 12 Hoàng Liên, Lào Cai",
        "Hotline: 0912 345 678",
    ])
    func `the imprint is a footer`(text: String) { #expect(kind(text) == .footer) }

    @Test(arguments: [
        "Trụ sở huyện bị trộm cạy cửa trong đêm", "Địa chỉ đỏ của tuổi trẻ Lào Cai", "Tổng Biên tập báo bạn thăm tỉnh",
    ])
    func `a title that begins like an imprint is a title`(text: String) { #expect(kind(text) == .heading) }

    @Test(
        arguments: [
            "\"Đi dân nhớ, ở dân thương\"", "Giá vé tàu hè năm nay có tăng?", "Lũ lớn ở TP.HCM", "Nghề rèn (Cao Bằng)",
            "Truy tặng huy hiệu “Tuổi trẻ dũng cảm\" cho bé gái", "Mới ra tù đã đến công an quận…",
        ]) func `a title has no final stop`(text: String)
    {
        #expect(kind(text) == .heading)
    }

    @Test(
        arguments: [
            "Xe bị cháy.", "Gồm ba việc:", "Ông nói: \"Tôi đã thấy.\"", "Bà quát lên: \"Xuống ngay!", "(Tên đã đổi.)",
            "Làm thế nào để biết người ấy thích mình? Liệu họ có muốn gặp lại bạn lần nữa?",
        ]) func `a sentence is a paragraph however short`(text: String)
    {
        #expect(kind(text) == .paragraph)
    }

    @Test func `signs are seen in decomposed text with invisible characters`() {
        let text = "Tin Liên Quan".decomposedStringWithCanonicalMapping
        #expect(kind("\u{FEFF}\u{200B}" + text + "\u{200B}") == .related)
        #expect(kind("Nguyễn\u{A0}\u{200B} Quang".decomposedStringWithCanonicalMapping) == .name)
    }
}
