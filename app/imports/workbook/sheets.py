"""The eight sheets of a workbook and their columns, in the order in which they are written."""

from dataclasses import dataclass, replace
from functools import partial

from app.catalog.rules.asked import EXAMPLES
from app.core.i18n import mark
from app.imports import rules
from app.imports.workbook.columns import Column, Kind
from app.imports.workbook.words import ASSURANCES, KINDS, PICKINGS, STAGES, TEAS


@dataclass(frozen=True)
class Sheet:
    """`key` names the columns by which a row finds what is already there."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def without(self, *names: str) -> "Sheet":
        return replace(self, columns=tuple(c for c in self.columns if c.name not in names))


text = partial(Column, kind=Kind.TEXT)
owner = Column(
    "seller",
    "Đơn vị",
    Kind.KEY,
    required=True,
    hint=mark("Mã số thuế hoặc điện thoại của đơn vị, như ở sheet Đơn vị."),
)
taste = partial(Column, kind=Kind.WHOLE, lowest=1, highest=5)
count = partial(Column, kind=Kind.WHOLE, lowest=0, highest=10_000_000)
kilos = partial(Column, kind=Kind.KILOS, lowest=0, highest=1_000_000)


def attribute(name: str, heading: str, longest: int) -> Column:
    """Of the trades that are asked for it, see `catalog.rules.asked`."""
    return text(name, heading, longest=longest, hint=EXAMPLES[name])


SELLERS = Sheet(
    rules.SELLERS,
    key=("tax_code", "phone"),
    columns=(
        Column(
            "tax_code",
            "Mã số thuế",
            Kind.TAX,
            hint=mark("Định dạng ô là văn bản. Hộ nông dân có thể để trống."),
        ),
        Column("phone", "Điện thoại", Kind.PHONE, required=True),
        Column("kind", "Loại đơn vị", Kind.CHOICE, required=True, choices=KINDS),
        text("name", "Tên hiển thị", required=True, longest=160),
        text("legal_name", "Tên pháp lý", required=True),
        text("representative", "Người đại diện", longest=120),
        text(
            "ward",
            "Xã, phường",
            required=True,
            hint=mark("Tên đơn vị hành chính từ 01/7/2025, thuộc tỉnh Thái Nguyên."),
        ),
        text("street", "Thôn, xóm, số nhà", required=True),
        text("email", "Thư điện tử"),
        Column("zalo", "Zalo", Kind.PHONE),
        Column("founded_on", "Ngày thành lập", Kind.DATE),
        count("households", "Số hộ thành viên"),
        text("quote", "Lời người làm", longest=300),
        text("quote_en", "Lời người làm (tiếng Anh)", longest=300),
        text("quote_by", "Người nói", longest=120),
        text("story", "Giới thiệu", longest=4000),
        text("story_en", "Giới thiệu (tiếng Anh)", longest=4000),
        Column("portrait", "Ảnh chân dung", Kind.FILES),
        Column("is_sample", "Dữ liệu mẫu", Kind.YES_NO),
    ),
)

PRODUCTS = Sheet(
    rules.PRODUCTS,
    key=("seller", "sku"),
    columns=(
        owner,
        Column(
            "sku",
            "SKU",
            Kind.SKU,
            required=True,
            longest=40,
            hint=mark("SKU của quy cách chính, có ở sheet Quy cách."),
        ),
        text("name", "Tên sản phẩm", required=True, longest=160),
        text("name_en", "Tên tiếng Anh", longest=160),
        text(
            "category",
            "Danh mục",
            required=True,
            hint=mark("Tên danh mục như trên sàn. Mục mà ngành hàng không hỏi thì để trống."),
        ),
        Column("tea_type", "Loại chè", Kind.CHOICE, choices=TEAS),
        text("summary", "Tóm tắt", longest=300),
        text("summary_en", "Tóm tắt (tiếng Anh)", longest=300),
        text("description", "Mô tả", longest=8000),
        text("description_en", "Mô tả (tiếng Anh)", longest=8000),
        attribute("cultivar", "Giống", longest=80),
        attribute("grade", "Hạng", longest=80),
        attribute("picking_standard", "Tiêu chuẩn hái", longest=80),
        attribute("season", "Vụ", longest=80),
        attribute("source", "Nguồn nguyên liệu", longest=300),
        attribute("processing", "Cách làm", longest=300),
        attribute("usage", "Cách dùng", longest=300),
        attribute("material", "Chất liệu", longest=300),
        attribute("dimensions", "Kích thước", longest=80),
        attribute("contents", "Trong hộp có", longest=300),
        taste("aroma", "Hương (1–5)"),
        taste("astringent", "Chát (1–5)"),
        taste("sweet", "Ngọt hậu (1–5)"),
        taste("strong", "Độ đậm (1–5)"),
        count("brew_grams", "Pha: gam"),
        count("brew_ml", "Pha: ml"),
        Column("brew_celsius", "Pha: °C", Kind.WHOLE, lowest=0, highest=100),
        count("brew_seconds", "Pha: giây"),
        count("brew_infusions", "Pha: số nước"),
        text("geographical_indication", "Chỉ dẫn địa lý", longest=80),
        text("ingredients", "Thành phần", longest=500),
        text("ingredients_en", "Thành phần (tiếng Anh)", longest=500),
        text("storage", "Bảo quản", longest=300),
        text("storage_en", "Bảo quản (tiếng Anh)", longest=300),
        count("shelf_life_days", "Hạn dùng (ngày)"),
        text("warnings", "Cảnh báo", longest=300),
        text("standard", "Tiêu chuẩn áp dụng", longest=200),
        Column(
            "images",
            "Ảnh",
            Kind.FILES,
            hint=mark("Tên tệp, cách nhau bằng dấu chấm phẩy; ảnh đầu là ảnh bìa."),
        ),
        text("image_alt", "Chú thích ảnh bìa"),
        text("image_alt_en", "Chú thích ảnh bìa (tiếng Anh)"),
        Column(
            "approved",
            "Duyệt bán",
            Kind.YES_NO,
            hint=mark("Có: lên sàn ngay. Để trống: nằm ở nháp của đơn vị."),
        ),
    ),
)

VARIANTS = Sheet(
    rules.VARIANTS,
    key=("seller", "sku"),
    columns=(
        owner,
        Column(
            "product",
            "SKU sản phẩm",
            Kind.SKU,
            required=True,
            longest=40,
            hint=mark("SKU ghi ở sheet Sản phẩm."),
        ),
        Column("sku", "SKU", Kind.SKU, required=True, longest=40),
        text("name", "Tên quy cách", required=True, longest=80),
        text("name_en", "Tên quy cách (tiếng Anh)", longest=80),
        text("packaging", "Bao bì", longest=40),
        Column(
            "net_grams", "Khối lượng tịnh (g)", Kind.WHOLE, required=True, lowest=1, highest=100_000
        ),
        Column("gross_grams", "Khối lượng cả bì (g)", Kind.WHOLE, lowest=1, highest=120_000),
        Column("price", "Giá (đ)", Kind.MONEY, required=True, highest=1_000_000_000),
        Column("list_price", "Giá trước đây (đ)", Kind.MONEY, highest=1_000_000_000),
        count("on_hand", "Tồn kho"),
        Column("gtin", "GTIN", Kind.GTIN),
        Column("min_per_order", "Tối thiểu mỗi đơn", Kind.WHOLE, lowest=1, highest=999),
        Column("max_per_order", "Tối đa mỗi đơn", Kind.WHOLE, lowest=1, highest=999),
        Column("active", "Đang bán", Kind.YES_NO),
    ),
)

PRICES = Sheet(
    rules.PRICES,
    key=("seller", "sku"),
    columns=(
        owner,
        Column("sku", "SKU", Kind.SKU, required=True, longest=40),
        Column("price", "Giá (đ)", Kind.MONEY, highest=1_000_000_000),
        Column("list_price", "Giá trước đây (đ)", Kind.MONEY, highest=1_000_000_000),
        count("on_hand", "Tồn kho"),
    ),
)

AREAS = Sheet(
    rules.AREAS,
    key=("seller", "name"),
    columns=(
        owner,
        text("name", "Tên vùng", required=True, longest=120),
        text("code", "Mã vùng trồng", longest=40),
        text("code_issuer", "Nơi cấp mã", longest=160),
        text("ward", "Xã, phường", required=True),
        Column("hectares", "Diện tích (ha)", Kind.DECIMAL, lowest=0, highest=10_000),
        count("households", "Số hộ"),
        text("cultivar", "Giống", longest=80),
        text("geographical_indication", "Chỉ dẫn địa lý", longest=80),
        Column("latitude", "Vĩ độ", Kind.DECIMAL, lowest=8, highest=24),
        Column("longitude", "Kinh độ", Kind.DECIMAL, lowest=102, highest=110),
        Column(
            "last_treatment_days",
            "Ngừng phân thuốc trước hái (ngày)",
            Kind.WHOLE,
            lowest=0,
            highest=365,
        ),
        Column("picture", "Ảnh", Kind.FILES),
    ),
)

LOTS = Sheet(
    rules.LOTS,
    key=("seller", "lot_number"),
    columns=(
        owner,
        Column("sku", "SKU", Kind.SKU, required=True, longest=40),
        Column("lot_number", "Số lô", Kind.LOT, required=True, longest=20),
        text("area", "Vùng trồng", longest=120),
        Column("harvested_on", "Ngày thu hoạch", Kind.DATE, required=True),
        Column("packed_on", "Ngày đóng gói", Kind.DATE, required=True),
        Column("expires_on", "Hạn dùng", Kind.DATE, required=True),
        Column("picking_standard", "Tiêu chuẩn hái", Kind.CHOICE, choices=PICKINGS),
        kilos("fresh_grams", "Nguyên liệu tươi (kg)"),
        Column(
            "bulk_grams", "Thành phẩm (kg)", Kind.KILOS, required=True, lowest=0, highest=1_000_000
        ),
        Column("packs", "Số gói", Kind.WHOLE, required=True, lowest=1, highest=1_000_000),
        text("maker", "Người làm", longest=120),
        text("standards", "Tiêu chuẩn áp dụng"),
        text("balance_note", "Giải trình cân đối", longest=300),
        Column("published", "Công bố", Kind.YES_NO, hint=mark("Có: trang nguồn gốc mở công khai.")),
        count(
            "labels",
            "Tem đã in",
            hint=mark("Không quá số gói cộng hao hụt."),
        ),
        Column("recalled_on", "Ngày thu hồi", Kind.DATE),
        text("recall_reason", "Lý do thu hồi", longest=500),
        text("recall_reason_en", "Lý do thu hồi (tiếng Anh)", longest=500),
    ),
)

STEPS = Sheet(
    rules.STEPS,
    key=("seller", "lot_number", "stage", "event_time"),
    columns=(
        owner,
        Column("lot_number", "Số lô", Kind.LOT, required=True, longest=20),
        Column("stage", "Công đoạn", Kind.CHOICE, required=True, choices=STAGES),
        Column("event_time", "Bắt đầu", Kind.MOMENT, required=True),
        Column("event_end", "Kết thúc", Kind.MOMENT),
        text("title", "Tên bước", required=True, longest=120),
        text("title_en", "Tên bước (tiếng Anh)", longest=120),
        text("note", "Ghi chú", longest=500),
        text("note_en", "Ghi chú (tiếng Anh)", longest=500),
        text("place", "Nơi làm", required=True, longest=160),
        text("location_code", "Mã địa điểm", required=True, longest=60),
        text("trace_code", "Mã truy vết", required=True, longest=60),
        text("responsible", "Người phụ trách", longest=120),
        kilos("grams_in", "Vào (kg)"),
        kilos("grams_out", "Ra (kg)"),
        text("report_number", "Số phiếu", longest=60),
        text("laboratory", "Phòng kiểm nghiệm", longest=160),
        text("result", "Kết quả", longest=300),
        text("result_en", "Kết quả (tiếng Anh)", longest=300),
        Column("passed", "Đạt", Kind.YES_NO),
    ),
)

CERTIFICATES = Sheet(
    rules.CERTIFICATES,
    key=("seller", "scheme", "number"),
    columns=(
        owner,
        text(
            "scheme",
            "Loại chứng nhận",
            required=True,
            longest=60,
            hint=mark("OCOP, VietGAP, Hữu cơ TCVN 11041…"),
        ),
        Column(
            "sku",
            "SKU",
            Kind.SKU,
            longest=40,
            hint=mark("Bắt buộc với OCOP: sản phẩm được công nhận."),
        ),
        text("area", "Vùng trồng", longest=120),
        text("number", "Số", required=True, longest=60),
        text("issuer", "Nơi cấp", required=True, longest=160),
        Column("stars", "Số sao", Kind.WHOLE, lowest=3, highest=5),
        Column("issued_on", "Ngày cấp", Kind.DATE, required=True),
        Column(
            "expires_on", "Hết hạn", Kind.DATE, hint=mark("OCOP để trống: 36 tháng từ ngày cấp.")
        ),
        Column("revoked_on", "Ngày thu hồi", Kind.DATE),
        Column("assurance", "Mức xác minh", Kind.CHOICE, choices=ASSURANCES),
    ),
)

SHEETS = (SELLERS, PRODUCTS, VARIANTS, PRICES, AREAS, LOTS, STEPS, CERTIFICATES)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def _own(sheet: Sheet) -> Sheet:
    """In a seller's own workbook the first column may be left out, or name that seller."""
    optional = replace(owner, required=False)
    return replace(sheet, columns=(optional, *sheet.columns[1:]))


OWN_SHEETS = (
    _own(PRODUCTS.without("approved")),
    _own(VARIANTS),
    _own(PRICES),
    _own(AREAS.without("picture")),
    _own(LOTS.without("recalled_on", "recall_reason", "recall_reason_en")),
    _own(STEPS),
)
"""What a seller may bring: approval, recall and certificates are not theirs to give."""
