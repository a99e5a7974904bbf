"""Photographs beside records, and laboratories' papers: every look at one is written down."""

import hashlib
import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, select

from app.core import papers
from app.core.days import today
from app.core.errors import DomainError, Invalid
from app.core.i18n import mark
from app.core.ids import new_code
from app.core.jobs import defer
from app.core.media import Medium
from app.core.sealing import BrokenSeal, sealed, unsealed
from app.core.storage import store
from app.identity.service import audit
from app.traceability.models import EventPhoto, JourneyEvent, LabPaper
from app.traceability.service.journeys.booking import CODE_LENGTH

MAKE_SIZES = "traceability.make_sizes"
FILE_PURPOSE = "traceability.lab_paper"
FOLDER = "lab/"
MOST_PHOTOS = 6


class NotKept(DomainError):
    """The paper is good, but where it would be kept does not answer."""

    status, title = 503, mark("Kho giấy tờ đang trục trặc")


class PaperLost(DomainError):
    """The row is there and the file is not, or cannot be unsealed: a restored half of a backup."""

    status, title = 410, mark("Không đọc được tệp của giấy này")


def add_photos(
    session: Session, event: JourneyEvent, media: Sequence[Medium], actor: UUID | None
) -> None:
    """Those that the record does not have yet. Raises Invalid for too many of them."""
    statement = select(EventPhoto.content_hash).where(EventPhoto.event_id == event.id)
    known = set(session.exec(statement).all())
    new = {medium.content_hash: medium for medium in media if medium.content_hash not in known}
    if len(known) + len(new) > MOST_PHOTOS:
        raise Invalid(fields={"photo": mark("Một mục giữ nhiều nhất 6 tấm ảnh.")})
    for name, medium in new.items():
        session.add(EventPhoto(event_id=event.id, content_hash=name, added_by=actor))
        if not medium.ready:
            defer(session, MAKE_SIZES, lock=name, content_hash=name)
    if new:
        audit(session, actor, "journey.add_photo", event, after={"content_hash": list(new)})


def keep_paper(
    session: Session, seller_id: UUID, paper: papers.Paper, actor: UUID | None
) -> LabPaper:
    """The seller's paper of this content: the same file again is the same paper. Raises NotKept."""
    digest = hashlib.sha256(paper.body).hexdigest()
    known = paper_of(session, seller_id, digest)
    if known is not None:
        return known
    kept = LabPaper(
        code=new_code(CODE_LENGTH),
        seller_id=seller_id,
        digest=digest,
        file_key=_put(paper.body),
        media_type=paper.media_type,
        size=len(paper.body),
        added_by=actor,
    )
    session.add(kept)
    session.flush()  # the audit entry names it
    told = {"media_type": kept.media_type, "size": kept.size}
    audit(session, actor, "lab_paper.hand_in", kept, after=told)
    return kept


def _put(body: bytes) -> str:
    """The key of the sealed file; one that no row will name is swept up (see `tasks`)."""
    key = f"{FOLDER}{today():%Y-%m-%d}/{secrets.token_hex(16)}"
    try:
        store("private").put(key, sealed(body, purpose=FILE_PURPOSE))
    except OSError as error:
        said = mark("Kho đang trục trặc nên chưa nhận được giấy. Mời gửi lại sau ít phút.")
        raise NotKept(said) from error
    return key


def paper_of(session: Session, seller_id: UUID, digest: str) -> LabPaper | None:
    statement = select(LabPaper).where(LabPaper.seller_id == seller_id, LabPaper.digest == digest)
    return session.exec(statement).first()


def open_paper(session: Session, paper: LabPaper, actor: UUID) -> bytes:
    """The paper itself; who saw it is written down. Raises PaperLost, NotKept."""
    try:
        body = unsealed(store("private").get(paper.file_key), purpose=FILE_PURPOSE)
    except (FileNotFoundError, BrokenSeal) as error:
        said = mark("Tệp đã mất hoặc không mở được. Mời gửi lại giấy này.")
        raise PaperLost(said) from error
    except OSError as error:
        said = mark("Kho đang trục trặc nên chưa mở được giấy. Mời thử lại sau ít phút.")
        raise NotKept(said) from error
    audit(session, actor, "lab_paper.view", paper)
    return body
