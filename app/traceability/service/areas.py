"""Growing areas of a seller."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from sqlmodel import Session, select

from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.page_cache import touch
from app.identity.service import audit
from app.places import queries as places
from app.traceability.models import GrowingArea
from app.traceability.rules.outlines import Point, middle, read_outline
from app.traceability.service.claims import OF_AREA, refuse_claims
from app.traceability.service.saving import assign, in_turn


def known_ward(code: str) -> str:
    try:
        return places.ward(code).code
    except places.UnknownPlace:
        raise ValueError(mark("Mời chọn xã, phường trong danh sách.")) from None


class AreaIn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: Annotated[str, Field(min_length=2, max_length=120)]
    code: Annotated[str, Field(max_length=40)] = ""
    code_issuer: Annotated[str, Field(max_length=160)] = ""
    ward_code: Annotated[str, AfterValidator(known_ward)]
    hectares: Annotated[float, Field(ge=0, le=10_000)] = 0
    households: Annotated[int, Field(ge=0, le=100_000)] = 0
    cultivar: Annotated[str, Field(max_length=80)] = ""
    geographical_indication: Annotated[str, Field(max_length=80)] = ""
    latitude: Annotated[float, Field(ge=8, le=24)] | None = None
    longitude: Annotated[float, Field(ge=102, le=110)] | None = None
    last_treatment_days: Annotated[int, Field(ge=0, le=365)] | None = None
    picture: Annotated[str, Field(max_length=64)] = ""


class WalkedAreaIn(AreaIn):
    """With the outline as it was walked; without a pin, the middle of the outline is it."""

    outline: Annotated[list[Point], BeforeValidator(read_outline)] = []


def save_area(
    session: Session, seller_id: UUID, given: AreaIn, actor: UUID | None = None
) -> tuple[GrowingArea, bool]:
    """This seller's area of that name, and whether anything changed. Raises Forbidden."""
    in_turn(session, seller_id)
    statement = select(GrowingArea).where(
        GrowingArea.seller_id == seller_id, GrowingArea.name == given.name
    )
    area = session.exec(statement).first()
    is_new = area is None
    area = area or GrowingArea(seller_id=seller_id, name=given.name, ward_code=given.ward_code)
    if not (assign(area, given.model_dump()) or is_new):
        return area, False
    refuse_claims(session, given, OF_AREA)
    session.add(area)
    session.flush()  # lots refer to it
    audit(session, actor, "growing_area.save", area, after=given.model_dump(mode="json"))
    touch(session, f"seller:{seller_id}")
    return area, True


def change_area(
    session: Session, area: GrowingArea, given: WalkedAreaIn, actor: UUID | None = None
) -> bool:
    """Whether anything changed. Raises Invalid for the name of another area, Forbidden."""
    in_turn(session, area.seller_id)
    fields = given.model_dump()
    if given.outline and given.latitude is None:
        fields["longitude"], fields["latitude"] = middle(given.outline)
    fields["outline"] = [list(point) for point in given.outline]
    if given.name != area.name and _is_taken(session, area.seller_id, given.name):
        raise Invalid(fields={"name": mark("Đã có vùng trồng tên này.")})
    if not assign(area, fields):
        return False
    refuse_claims(session, given, OF_AREA)
    audit(session, actor, "growing_area.save", area, after=_told(given))
    touch(session, f"seller:{area.seller_id}")
    return True


def _is_taken(session: Session, seller_id: UUID, name: str) -> bool:
    named = select(GrowingArea.id).where(
        GrowingArea.seller_id == seller_id, GrowingArea.name == name
    )
    return session.exec(named).first() is not None


def _told(given: WalkedAreaIn) -> dict[str, Any]:
    """Of an outline, how many points it has: where exactly a household's garden is stays here."""
    return given.model_dump(mode="json") | {"outline": len(given.outline)}
