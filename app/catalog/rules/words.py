"""Words for what the catalogue stores as values; translated where they are shown."""

from app.core.i18n import mark

TEA_TYPES = {
    "dinh": mark("Chè đinh"),
    "tom_non": mark("Chè tôm nõn"),
    "moc_cau": mark("Chè móc câu"),
    "bup": mark("Chè búp"),
    "scented": mark("Trà ướp hương"),
    "black": mark("Hồng trà"),
    "matcha": mark("Bột matcha"),
    "herbal": mark("Trà thảo mộc"),
}
"""Market terms of Thái Nguyên, finest first."""

TASTES = {
    "aroma": mark("Hương"),
    "astringent": mark("Chát"),
    "sweet": mark("Hậu ngọt"),
    "strong": mark("Đậm"),
}

FIELDS = {
    "category_id": mark("Ngành hàng"),
    "name": mark("Tên sản phẩm"),
    "name_en": mark("Tên tiếng Anh"),
    "summary": mark("Một câu giới thiệu"),
    "summary_en": mark("Câu giới thiệu tiếng Anh"),
    "description": mark("Mô tả"),
    "description_en": mark("Mô tả tiếng Anh"),
    "tea_type": mark("Loại chè"),
    "geographical_indication": mark("Chỉ dẫn địa lý"),
    "cultivar": mark("Giống"),
    "grade": mark("Hạng"),
    "picking_standard": mark("Tiêu chuẩn hái"),
    "season": mark("Vụ"),
    "source": mark("Nguồn nguyên liệu"),
    "processing": mark("Cách làm"),
    "usage": mark("Cách dùng"),
    "material": mark("Chất liệu"),
    "dimensions": mark("Kích thước"),
    "contents": mark("Trong hộp có"),
    "aroma": mark("Hương"),
    "astringent": mark("Chát"),
    "sweet": mark("Hậu ngọt"),
    "strong": mark("Đậm"),
    "brew_grams": mark("Chè cho một lần pha (g)"),
    "brew_ml": mark("Nước (ml)"),
    "brew_celsius": mark("Nhiệt độ nước (°C)"),
    "brew_seconds": mark("Thời gian hãm (giây)"),
    "brew_infusions": mark("Số lần pha"),
    "ingredients": mark("Thành phần"),
    "ingredients_en": mark("Thành phần, tiếng Anh"),
    "storage": mark("Bảo quản"),
    "storage_en": mark("Bảo quản, tiếng Anh"),
    "shelf_life_days": mark("Hạn dùng (ngày)"),
    "warnings": mark("Lưu ý khi dùng"),
    "standard": mark("Tiêu chuẩn áp dụng"),
}
"""The fields of a product's text, in the form's order."""
