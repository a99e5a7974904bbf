"""Certificates: OCOP of a product, VietGAP and the like of a seller or an area."""

from app.imports import queries
from app.imports.rules import Row
from app.imports.rules.checks import OCOP
from app.imports.service.writing import CellRefused, Import
from app.core.i18n import mark
from app.ocop import service as ocop
from app.ocop.service import CertificateIn


def write_certificate(run: Import, row: Row) -> tuple[bool, bool]:
    return _write_ocop(run, row) if row["scheme"] == OCOP else (False, False)


def _write_ocop(run: Import, row: Row) -> tuple[bool, bool]:
    product = queries.product_of(run.session, run.seller_id(row), row["sku"])
    if product is None:
        raise CellRefused("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
    current = queries.certificate(run.session, product.id, row["number"])
    cells = {name: value for name, value in row.cells.items() if name in CertificateIn.model_fields}
    base = CertificateIn.model_validate(current).model_dump() if current else {}
    given = CertificateIn.model_validate(base | cells | {"product_id": product.id, "decision_no": row["number"]})
    _, changed = ocop.save_certificate(run.session, given, actor_id=run.actor_id)
    return current is None, changed
