"""Private papers: handed in, looked at, decided about, replaced; never changed in place."""

import re
import secrets
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from sqlmodel import Session, select

from app.core import events, papers
from app.core.days import today
from app.core.db import utc_now
from app.core.errors import Conflict, DomainError, Invalid
from app.core.i18n import gettext, mark
from app.core.ids import new_code
from app.core.sealing import BrokenSeal, sealed, sealed_text, unsealed
from app.core.storage import store
from app.core.typed import Day
from app.identity.service import audit
from app.sellers import queries
from app.sellers.models import Seller, SellerDocument
from app.sellers.queries.documents import MOST_DOCUMENTS, NUMBER_PURPOSE, VIEWED
from app.sellers.rules import MUST_EXPIRE, DocumentKind, DocumentStatus
from app.sellers.service import letters
from app.sellers.service.duties import refuse_helper
from app.sellers.service.news import PaperAccepted

FILE_PURPOSE = "sellers.document"
_PERSONAL = re.compile(r"\d{12}")


class DocumentIn(BaseModel):
    """What is typed beside the file. `kind` comes first: the others depend on it."""

    form_key: Annotated[str, Field(min_length=8, max_length=40)]
    kind: DocumentKind
    number: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Annotated[str, Field(min_length=2, max_length=160)]
    issued_on: Day
    expires_on: Annotated[Day | None, Field(validate_default=True)] = None

    @field_validator("number")
    @classmethod
    def personal_numbers_have_twelve_digits(cls, typed: str, info: ValidationInfo) -> str:
        """Law on Identification 26/2023/QH15, article 12."""
        if info.data.get("kind") is not DocumentKind.PERSONAL_ID:
            return typed
        digits = "".join(typed.split())
        if not _PERSONAL.fullmatch(digits):
            raise ValueError(mark("Số căn cước có 12 chữ số."))
        return digits

    @field_validator("issued_on")
    @classmethod
    def issued_by_now(cls, day: Day) -> Day:
        if day > today():
            raise ValueError(mark("Ngày cấp không thể ở sau hôm nay."))
        return day

    @field_validator("expires_on")
    @classmethod
    def still_counts(cls, day: Day | None, info: ValidationInfo) -> Day | None:
        if day is None:
            if info.data.get("kind") in MUST_EXPIRE:
                raise ValueError(mark("Loại giấy này có thời hạn, mời ghi ngày hết hạn."))
            return None
        if day < info.data.get("issued_on", day):
            raise ValueError(mark("Ngày hết hạn phải sau ngày cấp."))
        if day < today():
            raise ValueError(mark("Giấy này đã hết hạn, sàn không nhận được. Mời gửi giấy mới."))
        return day


class AlreadyDecided(Conflict):
    title = mark("Giấy này đã có kết quả")


class NotYetOpened(Conflict):
    title = mark("Chưa mở giấy ra xem")


class NotKept(DomainError):
    """The paper is good, but where it would be kept does not answer."""

    status, title = 503, mark("Kho giấy tờ đang trục trặc")


class PaperLost(DomainError):
    """The row is there and the file is not, or cannot be unsealed: a restored half of a backup."""

    status, title = 410, mark("Không đọc được tệp của giấy này")


def hand_in(  # noqa: PLR0913  # a paper has its file, its facts and what it is about
    session: Session,
    actor_id: UUID,
    seller: Seller,
    given: DocumentIn,
    upload: papers.Paper,
    *,
    file_name: str,
    product_id: UUID | None = None,
    replaces: SellerDocument | None = None,
) -> SellerDocument:
    """A new paper that waits for the operator; the same form sent again: the same paper.

    A paper that waits or was refused gives way at once to the one that replaces it, one in force
    stays until the new one is accepted. Raises Invalid, Conflict, NotKept.
    """
    known = queries.document_by_form(session, seller.id, given.form_key)
    if known is not None:
        return known
    file_key = _keep(upload)  # before anything is locked or written: the store may be far away
    session.exec(select(Seller.id).where(Seller.id == seller.id).with_for_update(key_share=True))
    known = queries.document_by_form(session, seller.id, given.form_key)
    if known is not None:
        return known
    if len(queries.documents(session, seller.id, identity=True)) >= MOST_DOCUMENTS:
        raise Invalid(gettext(mark("Kho giấy tờ của đơn vị đã đầy. Mời gọi người điều hành.")))
    if replaces is not None:
        _give_way(session, replaces)
    document = _new(actor_id, seller, given, upload, file_key)
    document.file_name, document.product_id = file_name, product_id
    document.replaces_id = replaces.id if replaces else None
    session.add(document)
    audit(session, actor_id, "document.hand_in", document, after=_said(document))
    return document


def _keep(upload: papers.Paper) -> str:
    """The key of the sealed file; one that no row will name is swept up (see `tasks`)."""
    key = f"papers/{today():%Y-%m-%d}/{secrets.token_hex(16)}"
    try:
        store("private").put(key, sealed(upload.body, purpose=FILE_PURPOSE))
    except OSError as error:
        said = mark("Kho đang trục trặc nên chưa nhận được giấy. Mời gửi lại sau ít phút.")
        raise NotKept(said) from error
    return key


def _give_way(session: Session, old: SellerDocument) -> None:
    if old.status is DocumentStatus.REPLACED or queries.waiting_replacement(session, old):
        raise Conflict(mark("Giấy này đã có bản thay. Mời mở bản mới nhất."))
    if old.status is not DocumentStatus.ACCEPTED:
        old.status = DocumentStatus.REPLACED
        session.flush()  # of one paper a single replacement waits


def _new(
    actor_id: UUID, seller: Seller, given: DocumentIn, upload: papers.Paper, file_key: str
) -> SellerDocument:
    fields = given.model_dump()
    if given.kind is DocumentKind.PERSONAL_ID:
        fields |= {
            "number": "",
            "sealed_number": sealed_text(given.number, purpose=NUMBER_PURPOSE),
        }
    return SellerDocument(
        **fields,
        code=new_code(10),
        seller_id=seller.id,
        file_key=file_key,
        file_name="",
        media_type=upload.media_type,
        size=len(upload.body),
        submitted_by=actor_id,
    )


def open_file(session: Session, actor_id: UUID, document: SellerDocument) -> bytes:
    """The paper itself; who saw it is written down. Raises PaperLost, NotKept."""
    try:
        body = unsealed(store("private").get(document.file_key), purpose=FILE_PURPOSE)
    except (FileNotFoundError, BrokenSeal) as error:
        said = mark("Tệp đã mất hoặc không mở được. Mời gửi lại giấy này.")
        raise PaperLost(said) from error
    except OSError as error:
        said = mark("Kho đang trục trặc nên chưa mở được giấy. Mời thử lại sau ít phút.")
        raise NotKept(said) from error
    audit(session, actor_id, VIEWED, document)
    return body


def accept(session: Session, actor_id: UUID, document: SellerDocument) -> bool:
    """False when that was so already. Raises NotYetOpened, AlreadyDecided, Invalid, OwnWork."""
    document = _take(session, document)
    if document.status is DocumentStatus.ACCEPTED:
        return False
    refuse_helper(session, actor_id, document.seller_id, document.id)
    _refuse_decided(document)
    if not queries.has_viewed(session, document.id, actor_id):
        raise NotYetOpened(mark("Mời mở tệp ra xem trước khi nhận giấy."))
    if document.expires_on is not None and document.expires_on < today():
        said = gettext(mark("Giấy đã hết hạn trong lúc chờ, không nhận được nữa. Mời từ chối."))
        raise Invalid(said)
    if document.replaces_id is not None:
        _retire(session, document.replaces_id)
    _decide(session, actor_id, document, DocumentStatus.ACCEPTED)
    session.flush()  # listeners read it
    events.publish(session, PaperAccepted(document.seller_id))
    return True


def refuse(session: Session, actor_id: UUID, document: SellerDocument, reason: str) -> bool:
    """False when that was so already: the first reason stands. Raises AlreadyDecided, OwnWork."""
    document = _take(session, document)
    if document.status is DocumentStatus.REFUSED:
        return False
    refuse_helper(session, actor_id, document.seller_id, document.id)
    _refuse_decided(document)
    _decide(session, actor_id, document, DocumentStatus.REFUSED, reason)
    return True


def _take(session: Session, document: SellerDocument) -> SellerDocument:
    one = select(SellerDocument).where(SellerDocument.id == document.id).with_for_update()
    return session.exec(one, execution_options={"populate_existing": True}).one()


def _refuse_decided(document: SellerDocument) -> None:
    if document.status is not DocumentStatus.WAITING:
        raise AlreadyDecided(mark("Người khác vừa quyết định, hoặc bên bán vừa gửi bản thay."))


def _retire(session: Session, replaced_id: UUID) -> None:
    old = session.get_one(SellerDocument, replaced_id, with_for_update=True)
    old.status = DocumentStatus.REPLACED


def _decide(
    session: Session,
    actor_id: UUID,
    document: SellerDocument,
    status: DocumentStatus,
    reason: str = "",
) -> None:
    before, document.status = document.status, status
    document.reason, document.decided_at = reason, utc_now()
    action = "document.accept" if status is DocumentStatus.ACCEPTED else "document.refuse"
    was, now = {"status": before}, {"status": status}
    audit(session, actor_id, action, document, before=was, after=now, reason=reason)
    letters.document_decided(session, session.get_one(Seller, document.seller_id), document)


def _said(document: SellerDocument) -> dict[str, object]:
    names = {"kind", "number", "issuer", "issued_on", "expires_on", "media_type", "size"}
    return document.model_dump(mode="json", include=names)
