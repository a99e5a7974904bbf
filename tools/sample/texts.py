"""Words that many rows share: brewing, storage, ingredients, and names of things in English."""

MARK = "*Dữ liệu mẫu: người, đơn vị và con số ở đây là hư cấu.*"
MARK_EN = "*Sample data: the people, the maker and the figures here are invented.*"

BREWS = {
    "dinh": [5, 150, 82, 40, 5], "tom_non": [5, 160, 83, 35, 5], "moc_cau": [7, 250, 88, 40, 6], "bup": [8, 350, 92, 60, 5],
    "scented": [4, 180, 85, 40, 4], "black": [4, 200, 94, 90, 4], "matcha": [2, 80, 75, 20, 1], "herbal": [5, 250, 95, 120, 3],
}  # fmt: skip
SHELF = {
    "dinh": "24m", "tom_non": "24m", "moc_cau": "24m", "bup": "24m", "scented": "18m", "black": "36m", "matcha": "12m", "herbal": "18m",
}  # fmt: skip
PROCESS_SHELF = {
    "banh-tra": "120m", "bach-tra": "60m", "mien": "12m", "gao": "9m", "mat-ong": "24m", "tinh-bot": "24m", "tinh-dau": "36m",
    "say": "12m", "ngam": "18m", "hai-tuoi": "30d", "giet-mo": "6m", "hun-khoi": "60d", "banh": "10d", "dan": "120m", "det": "120m",
}  # fmt: skip
PICKS = {
    "dinh": ("Hái một tôm", "Picking single buds"),
    "tom_non": ("Hái một tôm một lá", "Picking bud and one leaf"),
    "moc_cau": ("Hái một tôm hai lá", "Picking bud and two leaves"),
    "bup": ("Hái một tôm hai, ba lá", "Picking bud with two or three leaves"),
}
GRADES = {
    "dinh": ("một tôm", "single buds"), "tom_non": ("một tôm một lá", "bud and one leaf"),
    "moc_cau": ("một tôm hai lá", "bud and two leaves"), "bup": ("một tôm hai, ba lá", "bud with two or three leaves"),
}  # fmt: skip
INGREDIENTS = {
    "uop-hoa": (
        "Chè xanh Thái Nguyên, hoa {flower} tươi dùng để ướp",
        "Thái Nguyên green tea, scented with fresh {flower_en}",
    ),
    "mien": ("Tinh bột dong riềng hoặc gạo, nước", "Canna starch or rice, water"),
    "gao": ("100 % gạo", "100 % rice"),
    "mat-ong": ("100 % mật ong", "100 % honey"),
    "tinh-bot": ("Nghệ nếp đỏ", "Red turmeric"),
    "tinh-dau": ("100 % tinh dầu", "100 % essential oil"),
    "giet-mo": ("Thịt gà", "Chicken"),
    "hun-khoi": ("Thịt lợn, muối, rượu gừng, hạt dổi", "Pork, salt, ginger spirit, dổi seed"),
    "banh": ("Gạo nếp, lá dong, nhân theo tên bánh", "Sticky rice, leaves, filling by name"),
}
STORAGE = {
    "tea": (
        "Kín, khô, tránh nắng và mùi lạ. Mở gói dùng trong 60 ngày.",
        "Sealed, dry, away from sun and smells. Use within 60 days of opening.",
    ),
    "hai-tuoi": ("Nơi thoáng mát.", "In a cool, airy place."),
    "giet-mo": ("Âm 18 độ; rã đông trong ngăn mát.", "At −18 °C; thaw in the fridge."),
    "hun-khoi": ("Ngăn mát hoặc ngăn đá.", "In the fridge or freezer."),
    "banh": ("Nơi mát hai ngày, ngăn mát mười ngày.", "Two days cool, ten days in the fridge."),
    "": ("Kín, khô, tránh nắng.", "Sealed and dry, away from the sun."),
}
WARNINGS = {
    "mat-ong": "Không dùng cho trẻ dưới một tuổi.",
    "tinh-dau": "Không uống; tránh xa tầm tay trẻ em.",
}
FLOWERS = {
    "sen": "lotus",
    "nhài": "jasmine",
    "bưởi": "pomelo blossom",
    "mộc": "osmanthus",
    "ngâu": "ngâu flower",
}
PACKAGING_EN = {
    "hộp": "Box", "túi": "Bag", "bộ": "Set", "gói": "Pack", "hũ": "Jar", "lọ": "Jar", "chai": "Bottle", "bánh": "Cake", "bó": "Bundle",
    "bao": "Sack", "thùng": "Carton", "sọt": "Basket", "con": "Bird", "vỉ": "Tray", "chiếc": "Piece", "cặp": "Pair",
}  # fmt: skip
STANDARDS = {
    "che-xanh": "TCVN 13993:2024, TCVN 9740:2013 (dữ liệu mẫu)", "gao": "TCVN 11888:2017 (dữ liệu mẫu)", "mat-ong": "TCVN 12605:2019 (dữ liệu mẫu)",
    "": "Tiêu chuẩn cơ sở của đơn vị (dữ liệu mẫu)",
}  # fmt: skip
LEAVES = {"black": "nau", "scented": "xanh", "matcha": "xanh", "herbal": "vang"}
LIQUORS = {"black": "nau", "scented": "vang", "herbal": "vang"}
