"""`python -m tools.demo_workbook`: demo/source → demo/thai-nguyen.xlsx."""

from app.imports.workbook.writing import write_workbook
from tools.sample import goods, lots
from tools.sample.source import ROOT

TARGET = ROOT / "demo" / "thai-nguyen.xlsx"


def workbook() -> bytes:
    return write_workbook(
        {
            "Đơn vị": goods.seller_rows(),
            "Sản phẩm": goods.product_rows(),
            "Quy cách": goods.variant_rows(),
            "Vùng trồng": goods.area_rows(),
            "Lô": lots.lot_rows(),
            "Công đoạn": lots.step_rows(),
            "Chứng nhận": goods.certificate_rows(),
        }
    )


def main() -> None:
    TARGET.write_bytes(workbook())
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
