"""Workbooks for tests: a sound one of one cooperative, and cells of it made wrong."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

from app.catalog.models import TeaType
from app.core.days import VIETNAM
from app.imports.workbook.reading import Upload, read_upload
from app.imports.workbook.writing import write_workbook
from app.sellers.models import SellerKind
from app.traceability.rules import PickingStandard, Stage

TAX_CODE = "4609990015"
PICTURE = "che.png"

Book = dict[str, list[dict[str, Any]]]


def moment(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=VIETNAM)


SOUND: Book = {
    "Đơn vị": [
        {
            "tax_code": TAX_CODE,
            "phone": "0900 000 101",
            "kind": SellerKind.COOPERATIVE,
            "name": "HTX chè Đồi Sương",
            "legal_name": "Hợp tác xã chè Đồi Sương",
            "ward": "Xã Tân Cương",
            "street": "Xóm Hồng Thái 2",
            "is_sample": True,
        }
    ],
    "Sản phẩm": [
        {
            "seller": TAX_CODE,
            "sku": "DS-DINH-100",
            "name": "Chè đinh Tân Cương",
            "category": "Chè búp cao cấp",
            "tea_type": TeaType.DINH,
            "aroma": 5,
            "brew_celsius": 82,
            "storage": "Kín, khô.",
            "standard": "TCVN 9740:2013",
            "images": [PICTURE],
            "approved": True,
        }
    ],
    "Quy cách": [
        {
            "seller": TAX_CODE,
            "product": "DS-DINH-100",
            "sku": "DS-DINH-100",
            "name": "Hộp 100 g",
            "net_grams": 100,
            "gross_grams": 190,
            "price": 350_000,
            "on_hand": 46,
            "gtin": "8931234561017",
        }
    ],
    "Vùng trồng": [
        {"seller": TAX_CODE, "name": "Đồi Hồng Thái 2", "ward": "Tân Cương", "hectares": 3.1}
    ],
    "Lô": [
        {
            "seller": TAX_CODE,
            "sku": "DS-DINH-100",
            "lot_number": "TC-2610-07",
            "area": "Đồi Hồng Thái 2",
            "harvested_on": date(2026, 10, 12),
            "packed_on": date(2026, 10, 15),
            "expires_on": date(2028, 10, 12),
            "picking_standard": PickingStandard.DINH,
            "fresh_grams": 93_000,
            "bulk_grams": 6_200,
            "packs": 62,
            "published": True,
        }
    ],
    "Công đoạn": [
        {
            "seller": TAX_CODE,
            "lot_number": "TC-2610-07",
            "stage": stage,
            "event_time": at,
            "title": title,
            "place": "Xưởng",
            "location_code": "NG-001-X1",
            "trace_code": "TC-2610-07",
        }
        | more
        for stage, at, title, more in (
            (Stage.HARVEST, moment(12, 5), "Hái một tôm", {}),
            (
                Stage.TEST,
                moment(14, 15),
                "Kiểm nghiệm",
                {"report_number": "1187", "laboratory": "Phòng A", "result": "Không phát hiện"},
            ),
            (Stage.PACK, moment(15, 8), "Đóng hộp", {}),
        )
    ],
    "Chứng nhận": [
        {
            "seller": TAX_CODE,
            "scheme": "OCOP",
            "sku": "DS-DINH-100",
            "number": "4127/QĐ",
            "issuer": "Bộ Nông nghiệp và Môi trường",
            "stars": 5,
            "issued_on": date(2025, 9, 16),
        },
        {
            "seller": TAX_CODE,
            "scheme": "VietGAP",
            "area": "Đồi Hồng Thái 2",
            "number": "VG-1",
            "issuer": "Trung tâm B",
            "issued_on": date(2025, 3, 20),
            "expires_on": date(2028, 3, 19),
        },
    ],
}


def book(**sheets: Any) -> Book:
    """A sound workbook without pictures; `lô={"packs": 63}` changes the first row of a sheet."""
    made = deepcopy(SOUND)
    made["Sản phẩm"][0]["images"] = []
    made["Lô"][0]["published"] = None  # a page needs a picture
    for name, cells in sheets.items():
        sheet = next(known for known in made if known.lower().replace(" ", "_") == name)
        made[sheet][0] |= cells
    return made


def upload(made: Book, pictures: dict[str, bytes] | None = None) -> Upload:
    """The workbook written and read again, with pictures beside it."""
    read = read_upload("thu.xlsx", write_workbook(made))
    read.pictures |= pictures or {}
    return read
