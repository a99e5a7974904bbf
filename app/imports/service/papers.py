"""Certificates: OCOP of a product, VietGAP and the like of a seller or an area."""

from app.core.i18n import mark
from app.imports.queries import papers
from app.imports.rules import Row
from app.imports.rules.checks import OCOP
from app.imports.rules.merging import merged
from app.imports.service.lots import area_id
from app.imports.service.run import CellRefused, Import
from app.ocop import service as ocop
from app.ocop.service import CertificateIn
from app.traceability import service
from app.traceability.service import CertificateIn as StandardIn


def write_certificate(run: Import, row: Row) -> tuple[bool, bool]:
    return _write_ocop(run, row) if row["scheme"] == OCOP else _write_standard(run, row)


def _write_ocop(run: Import, row: Row) -> tuple[bool, bool]:
    product = run.product(run.seller_id(row), row["sku"])
    if product is None:
        raise CellRefused("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
    current = papers.certificate(run.session, product.id, row["number"])
    cells = {name: value for name, value in row.cells.items() if name in CertificateIn.model_fields}
    cells |= {"product_id": product.id, "decision_no": row["number"]}
    given = CertificateIn.model_validate(merged(CertificateIn, current, cells))
    _, changed = ocop.save_certificate(run.session, given, actor_id=run.actor_id)
    return current is None, changed


def _write_standard(run: Import, row: Row) -> tuple[bool, bool]:
    seller_id = run.seller_id(row)
    current = papers.standard(run.session, seller_id, row["scheme"], row["number"])
    names = {
        "issuer": "issuer",
        "issued_on": "valid_from",
        "expires_on": "valid_to",
        "assurance": "assurance",
    }
    cells = {field: row[name] for name, field in names.items() if name in row.cells}
    cells |= {"scheme": row["scheme"], "number": row["number"]}
    if "area" in row.cells:
        cells["growing_area_id"] = area_id(run, row) if row["area"] else None
    given = StandardIn.model_validate(merged(StandardIn, current, cells))
    _, changed = service.save_certificate(run.session, seller_id, given, run.actor_id)
    return current is None, changed
