/// Words that are known beforehand, as keys (lower case, without marks).
enum Vocabulary {
    /// Sections that newspapers have.
    static let sections: Set<String> = [
        "thoi su", "chinh tri", "xa hoi", "kinh te", "van hoa", "van hoa - xa hoi", "chinh tri - xa hoi",
        "van hoa xa hoi",
        "giao duc", "giao duc - dao tao", "the thao", "phap luat", "an ninh trat tu", "an ninh - trat tu", "quoc te",
        "the gioi", "doi song", "suc khoe", "y te", "khoa hoc", "khoa hoc - cong nghe", "cong nghe", "so hoa",
        "du lich",
        "giai tri", "van nghe", "ban doc", "quoc phong - an ninh", "quoc phong an ninh", "xay dung dang",
        "nong thon moi",
        "nong nghiep", "nong nghiep - nong thon", "moi truong", "doi ngoai", "kinh doanh", "tai chinh", "bat dong san",
        "oto - xe may", "xe", "y kien", "goc nhin", "tin tuc", "phong su", "phong su - ky su", "chuyen doi so",
        "giao thong", "lao dong - viec lam", "viec lam", "thi truong", "thanh nien", "gioi tre", "bien dao", "dan toc",
        "ton giao", "tin trong tinh", "tin trong nuoc", "trong nuoc", "trong tinh", "tin dia phuong", "dia phuong",
        "song dep", "gia dinh", "am thuc", "bien gioi", "cai cach hanh chinh", "tin the gioi", "media", "doanh nghiep",
    ]

    /// Provinces and the largest cities, as datelines name them.
    static let places: Set<String> = [
        "an giang", "ba ria - vung tau", "bac giang", "bac kan", "bac lieu", "bac ninh", "ben tre", "binh dinh",
        "binh duong", "binh phuoc", "binh thuan", "ca mau", "can tho", "cao bang", "da nang", "dak lak", "dak nong",
        "dien bien", "dong nai", "dong thap", "gia lai", "ha giang", "ha nam", "ha noi", "ha tinh", "hai duong",
        "hai phong", "hau giang", "hoa binh", "hung yen", "khanh hoa", "kien giang", "kon tum", "lai chau", "lam dong",
        "lang son", "lao cai", "long an", "nam dinh", "nghe an", "ninh binh", "ninh thuan", "phu tho", "phu yen",
        "quang binh", "quang nam", "quang ngai", "quang ninh", "quang tri", "soc trang", "son la", "tay ninh",
        "thai binh", "thai nguyen", "thanh hoa", "thua thien hue", "thua thien - hue", "hue", "tien giang", "tra vinh",
        "tuyen quang", "vinh long", "vinh phuc", "yen bai", "tp.hcm", "tp hcm", "tphcm", "tp. hcm", "tp ho chi minh",
        "tp. ho chi minh", "thanh pho ho chi minh", "tp. da nang", "tp da nang", "sa pa", "da lat", "nha trang",
        "vung tau", "bac kinh", "moskva", "washington", "tokyo", "paris", "london", "seoul", "vientiane", "phnom penh",
    ]

    /// The family names that nine of ten people bear.
    static let familyNames: Set<String> = [
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
        "ly", "dao", "doan", "vuong", "trinh", "truong", "dinh", "lam", "phung", "mai", "to", "ha", "cao", "luong",
        "luu",
        "ta", "thai", "chau", "quach", "giang", "ma", "vang", "sung", "giang", "thao", "lu", "trieu", "tong", "kieu",
    ]
}
