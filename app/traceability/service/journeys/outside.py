"""Events that a seller's own system captures: weighed against the book like any other record.

Whatever is said of our materials and lots must be true of them: nothing is used twice because it
came in by another door, nobody speaks of somebody else's, and no address of ours is made up.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError
from sqlmodel import Session, col, select

from app.core.days import VIETNAM
from app.core.errors import Conflict
from app.core.i18n import gettext, mark
from app.epcis.service import ErrorDeclared, EventCaptured
from app.traceability.models import (
    CapturedEvent,
    ErrorDeclaration,
    GrowingArea,
    JourneyEvent,
    Lot,
    Material,
    MaterialAlias,
)
from app.traceability.rules import PickingStandard
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import read
from app.traceability.service.journeys import booking
from app.traceability.service.journeys.captured import base, place_of

GRAMS = {"KGM": 1000, "GRM": 1, "TNE": 1_000_000}
"""In one of each unit (UN/ECE Recommendation 20)."""
CLASSES = ("quantityList", "inputQuantityList", "outputQuantityList", "childQuantityList")
ITEMS = ("epcList", "inputEPCList", "outputEPCList", "childEPCs")


TOO_MUCH = mark("Sự kiện không ghi vào sổ được: quá nhiều dòng, trùng nguyên liệu hoặc quá nặng.")


class NotInTheBook(Conflict):
    """The event says of our goods what the book does not know or would not take."""

    title = mark("Sự kiện không khớp sổ cân")


def take(session: Session, news: EventCaptured) -> None:
    """Books what the event moves of this seller's goods.

    Raises NotInTheBook, and what `record` raises.
    """
    event = news.event
    for uri in _named(event):
        _refuse_strange(session, news.seller_id, uri)
    if event["type"] == "TransformationEvent":
        _transformed(session, news)
    elif event["type"] == "ObjectEvent" and event["action"] == "ADD":
        _added(session, news)
    elif event["type"] == "ObjectEvent" and event.get("bizStep") == "shipping":
        _shipped(session, news)
    elif event.get("action") == "DELETE" and _ours(session, news.seller_id, _classes(event)):
        raise NotInTheBook(mark("Bỏ nguyên liệu thì ghi trong sổ xưởng, có lý do."))


def heed_declaration(session: Session, news: ErrorDeclared) -> None:
    """A record of the book is corrected in the book, which weighs again what follows from it."""
    record = session.exec(
        select(JourneyEvent.id)
        .join(CapturedEvent, col(CapturedEvent.subject_id) == JourneyEvent.id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            CapturedEvent.event_hash == news.event_hash,
            CapturedEvent.seller_id == news.seller_id,
            col(ErrorDeclaration.id).is_(None),
        )
    ).first()
    if record is not None:
        raise NotInTheBook(mark("Sự kiện này ở trong sổ xưởng: mời đính chính ở đó để cân lại."))


def _named(event: dict[str, Any]) -> list[str]:
    """Every thing and class that the event speaks of."""
    things = [uri for name in ITEMS for uri in event.get(name, ())]
    parent = [event["parentID"]] if "parentID" in event else []
    return [*things, *parent, *_classes(event)]


def _classes(event: dict[str, Any]) -> list[str]:
    return [element["epcClass"] for name in CLASSES for element in event.get(name, ())]


def _refuse_strange(session: Session, seller_id: UUID, uri: str) -> None:
    """An address of ours has to name something of this seller's."""
    owner: UUID | None = None
    kind, _, code = uri.removeprefix(f"{base()}/").partition("/")
    if not uri.startswith(f"{base()}/") or kind not in {"b", "q"}:
        found = _lot_by_link(session, uri)
        owner = found.seller_id if found else seller_id
    else:
        table = Material if kind == "b" else Lot
        statement = select(table.seller_id).where(table.code == code.upper())
        owner = session.exec(statement).first()
    if owner != seller_id:
        said = gettext(mark("{uri} không phải nguyên liệu hay lô của đơn vị."))
        raise NotInTheBook(said.format(uri=uri))


def _lot_by_link(session: Session, uri: str) -> Lot | None:
    """A lot that bears a GTIN, by its Digital Link in canonical form."""
    head, _, rest = uri.removeprefix("https://id.gs1.org/01/").partition("/10/")
    if not uri.startswith("https://id.gs1.org/01/") or not rest:
        return None
    number = rest.partition("/")[0]
    statement = select(Lot).where(Lot.gtin == head, Lot.lot_number == number)
    return session.exec(statement).first()


def _ours(session: Session, seller_id: UUID, uris: Sequence[str]) -> dict[str, Material]:
    """Materials of the book among these, by the address that names them in the event."""
    prefix = f"{base()}/b/"
    codes = {uri.removeprefix(prefix).upper(): uri for uri in uris if uri.startswith(prefix)}
    by_code = select(Material).where(Material.seller_id == seller_id, col(Material.code).in_(codes))
    found = {codes[material.code]: material for material in session.exec(by_code).all()}
    by_alias = (
        select(MaterialAlias.uri, Material)
        .join(Material, col(Material.id) == MaterialAlias.material_id)
        .where(MaterialAlias.seller_id == seller_id, col(MaterialAlias.uri).in_(uris))
    )
    return found | dict(session.exec(by_alias).all())


def _transformed(session: Session, news: EventCaptured) -> None:
    """A batch: its inputs are used, its outputs are new materials under their senders' names."""
    inputs = news.event.get("inputQuantityList", [])
    outputs = news.event.get("outputQuantityList", [])
    known = _ours(session, news.seller_id, [element["epcClass"] for element in inputs])
    if not known:
        return
    if len(known) < len(inputs) or not all(_grams(element) for element in (*inputs, *outputs)):
        raise NotInTheBook(mark("Mẻ dùng nguyên liệu trong sổ thì mọi đầu vào, đầu ra cần có cân."))
    _refuse_known(session, news.seller_id, [element["epcClass"] for element in outputs])
    facts = {
        "inputs": [
            {"material": known[element["epcClass"]].code, "grams": _grams(element)}
            for element in inputs
        ],
        "outputs": [{"grams": _grams(element)} for element in outputs],
        "note": _note(news.event),
    }
    record = _book(session, news, EventKind.PROCESS, facts)
    made = booking.made_by(session, record.id)
    for element, material in zip(outputs, made, strict=True):
        _alias(session, news.seller_id, element["epcClass"], material)


def _added(session: Session, news: EventCaptured) -> None:
    """A harvest, where the event names one of the seller's gardens and how the leaf was picked.

    Anything else that is added is nobody's material yet: it can never be used in the book.
    """
    classes = news.event.get("quantityList", [])
    _refuse_known(session, news.seller_id, [element["epcClass"] for element in classes])
    standard = news.event.get("ilmd", {}).get("tn:pickingStandard")
    area = _area(session, news)
    if area is None or standard not in set(PickingStandard) or len(classes) != 1:
        return
    grams = _grams(classes[0])
    if not grams:
        raise NotInTheBook(mark("Thu hái cần có cân, bằng KGM hay GRM."))
    facts = {
        "growing_area_id": str(area.id),
        "grams": grams,
        "picking_standard": standard,
        "note": _note(news.event),
    }
    record = _book(session, news, EventKind.HARVEST, facts)
    (material,) = booking.made_by(session, record.id)
    _alias(session, news.seller_id, classes[0]["epcClass"], material)


def _area(session: Session, news: EventCaptured) -> GrowingArea | None:
    place = news.event.get("readPoint", {}).get("id", "")
    own = select(GrowingArea).where(GrowingArea.seller_id == news.seller_id)
    areas = session.exec(own).all() if place.startswith(f"{base()}/loc/") else []
    return next(
        (area for area in areas if place_of(session, news.seller_id, area.id) == place), None
    )


def _shipped(session: Session, news: EventCaptured) -> None:
    """R8: packets of a lot that leave the store."""
    for element in news.event.get("quantityList", []):
        lot = _lot_of(session, news.seller_id, element["epcClass"])
        if lot is None:
            continue
        packs = Decimal(str(element.get("quantity", 0)))
        if element.get("uom") or packs != int(packs) or packs < 1:
            raise NotInTheBook(mark("Xuất lô thì đếm gói, không ghi đơn vị cân."))
        to = next((part["destination"] for part in news.event.get("destinationList", [])), "EPCIS")
        facts = {"lot": lot.code, "packs": int(packs), "to": to[:120], "note": _note(news.event)}
        _book(session, news, EventKind.SHIP, facts)


def _lot_of(session: Session, seller_id: UUID, uri: str) -> Lot | None:
    prefix = f"{base()}/q/"
    if not uri.startswith(prefix):
        return _lot_by_link(session, uri)
    code = uri.removeprefix(prefix).upper()
    return session.exec(select(Lot).where(Lot.seller_id == seller_id, Lot.code == code)).first()


def _refuse_known(session: Session, seller_id: UUID, uris: Sequence[str]) -> None:
    """What is in the book already cannot come to be a second time."""
    known = _ours(session, seller_id, uris)
    lots = [uri for uri in uris if _lot_of(session, seller_id, uri)]
    for uri in (*known, *lots):
        said = gettext(mark("{uri} đã có trong sổ, không thể làm ra lần nữa."))
        raise NotInTheBook(said.format(uri=uri))


def _grams(element: dict[str, Any]) -> int:
    """0 for what is not weighed in whole grams."""
    unit = GRAMS.get(element.get("uom", ""), 0)
    grams = Decimal(str(element.get("quantity", 0))) * unit
    return int(grams) if grams == int(grams) else 0


def _note(event: dict[str, Any]) -> str:
    note = event.get("tn:note", "")
    return note[:500] if isinstance(note, str) else ""


def _book(
    session: Session, news: EventCaptured, kind: EventKind, facts: dict[str, Any]
) -> JourneyEvent:
    at = datetime.fromisoformat(news.event["eventTime"].upper()).astimezone(VIETNAM)
    told = facts | {
        "client_id": uuid5(NAMESPACE_URL, f"{news.seller_id}/{news.event_hash}/{facts.get('lot')}"),
        "day": at.date(),
        "clock": at.time().replace(tzinfo=None),
    }
    try:
        given = read(kind, told)
    except ValidationError as error:
        said = mark(
            "Sự kiện không ghi vào sổ được: quá nhiều dòng, trùng nguyên liệu hoặc quá nặng."
        )
        raise NotInTheBook(said) from error
    record, _ = booking.record(session, news.seller_id, given, captured=news.event_hash)
    return record


def _alias(session: Session, seller_id: UUID, uri: str, material: Material) -> None:
    session.add(MaterialAlias(seller_id=seller_id, uri=uri, material_id=material.id))
    session.flush()  # the next event of the same document may name it
