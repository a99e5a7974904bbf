"""Files made and handed in again, for tests."""

from typing import Any

from sqlmodel import Session

from app.imports.models import ExportStatus
from app.imports.rules.reports import Report
from app.imports.rules.wanted import FileKind, Wanted
from app.imports.service import exports, write_workbook
from app.imports.service.pictures import SentAlong
from app.imports.workbook.exports import OWN_USUAL, USUAL
from app.imports.workbook.reading import read_upload
from app.sellers.models import Seller
from tests.factories import make_operator


def taken(session: Session, seller: Seller | None = None, **wanted: Any) -> tuple[str, bytes]:
    """The name and content of an export: an operator's, or a seller's own."""
    usual = list(OWN_USUAL if seller else USUAL)
    own = {"own": True, "seller_id": seller.id} if seller else {}
    asked = Wanted.model_validate({"sheets": usual} | own | wanted)
    run = exports.ask(session, make_operator(session).id, asked)
    if run.status is ExportStatus.MAKING:
        exports.make(session, run.id)
    return run.file_name, b"".join(exports.content(run.id, run.parts))


def brought(session: Session, name: str, content: bytes, seller: Seller | None = None) -> Report:
    """What writing that file again does."""
    upload = read_upload(name, content)
    return write_workbook(
        session, upload, SentAlong(), actor_id=make_operator(session).id, seller=seller
    )


KINDS = list(FileKind)
