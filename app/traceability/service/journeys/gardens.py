"""Records of a garden: what was done in it, and what was picked."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.traceability.models import (
    ErrorDeclaration,
    FarmLog,
    Flow,
    GrowingArea,
    JourneyEvent,
    StandardCertificate,
)
from app.traceability.queries.materials import leaf_by_farmer, picked_between
from app.traceability.queries.options import (
    FARMER_PERCENT,
    LATE_DAYS,
    PROTECTED,
    SEASON_GRAMS_PER_HECTARE,
)
from app.traceability.rules import claims, weighing
from app.traceability.rules.claims import Garden, Paper
from app.traceability.rules.findings import Finding
from app.traceability.rules.forms import VIETNAM
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.recording import FarmLogIn, HarvestIn
from app.traceability.service.journeys.plans import Made, Plan

LAST_WEIGHTS = 6


def own_area(session: Session, seller_id: UUID, area_id: UUID) -> GrowingArea:
    """Raises Invalid: another seller's does not exist."""
    area = session.get(GrowingArea, area_id)
    if area is None or area.seller_id != seller_id:
        raise Invalid(fields={"growing_area_id": mark("Mời chọn một mục trong danh sách.")})
    return area


def plan_harvest(session: Session, seller_id: UUID, given: HarvestIn) -> Plan:
    area = own_area(session, seller_id, given.growing_area_id)
    at, now = given.moment(), utc_now()
    until, product = closed_until(session, area.id, given.day)
    cap = SEASON_GRAMS_PER_HECTARE.get(session)
    picked = picked_in(session, area.id, given.day.year)
    findings = [
        *weighing.in_time(at, now, ()),
        *weighing.not_long_past(at, now, LATE_DAYS.get(session)),
        *weighing.kept_away(given.day, until, product),
        *weighing.season(picked, given.grams, area.hectares, cap),
        *weighing.too_even([given.grams, *last_weights(session, area.id)]),
        *_concentration(session, seller_id, given),
    ]
    leaf = Made(
        MaterialKind.LEAF,
        given.grams,
        given.grams,
        given.day,
        {str(claim): given.grams for claim in claims_of(session, area, given.day)},
        number=given.number,
        picking_standard=given.picking_standard.value,
        growing_area_id=area.id,
        farmer=given.farmer,
    )
    words = {"note": given.note, "farmer": given.farmer}
    return Plan(at, findings, made=[leaf], growing_area_id=area.id, words=words)


def plan_farm_log(session: Session, seller_id: UUID, given: FarmLogIn) -> Plan:
    area = own_area(session, seller_id, given.growing_area_id)
    until = given.day + timedelta(days=given.waiting_days)
    picked = given.waiting_days > 0 and picked_between(session, area.id, given.day, until)
    findings = [
        *weighing.in_time(given.moment(), utc_now(), ()),
        *weighing.picked_too_soon(picked=picked),
    ]
    words = {"note": given.note, "product": given.product}
    return Plan(given.moment(), findings, growing_area_id=area.id, words=words)


def claims_of(session: Session, area: GrowingArea, day: date) -> list[claims.Claim]:
    """What leaf picked there on `day` may claim."""
    papers = session.exec(
        select(StandardCertificate).where(
            StandardCertificate.seller_id == area.seller_id,
            col(StandardCertificate.growing_area_id).is_(None)
            | (StandardCertificate.growing_area_id == area.id),
        )
    ).all()
    known = tuple(Paper(p.scheme, p.valid_from, p.valid_to) for p in papers)
    garden = Garden(area.geographical_indication, area.ward_code, area.code, known)
    return claims.of_leaf(garden, day, PROTECTED.get(session))


def closed_until(session: Session, area_id: UUID, day: date) -> tuple[date | None, str]:
    """The last day on which nothing may be picked, as far as work before `day` goes."""
    statement = (
        select(FarmLog.closed_until, FarmLog.product)  # type: ignore[type-var]
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == FarmLog.event_id)
        .where(
            FarmLog.growing_area_id == area_id,
            col(FarmLog.closed_until) >= day,
            col(FarmLog.at) < datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=VIETNAM),
            col(ErrorDeclaration.id).is_(None),
        )
        .order_by(col(FarmLog.closed_until).desc())
        .limit(1)
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else (None, "")


def picked_in(session: Session, area_id: UUID, year: int) -> int:
    """Grams of leaf that hold, of all harvests of a calendar year in Vietnam (R5)."""
    statement = select(func.coalesce(func.sum(Flow.grams), 0)).select_from(JourneyEvent)
    statement = (
        statement.join(Flow, col(Flow.event_id) == JourneyEvent.id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.growing_area_id == area_id,
            JourneyEvent.kind == EventKind.HARVEST,
            col(JourneyEvent.event_time) >= _new_year(year),
            col(JourneyEvent.event_time) < _new_year(year + 1),
            col(ErrorDeclaration.id).is_(None),
        )
    )
    return int(session.exec(statement).one())


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=VIETNAM).astimezone(UTC)


def last_weights(session: Session, area_id: UUID) -> list[int]:
    statement = (
        select(Flow.grams)
        .join(JourneyEvent, col(JourneyEvent.id) == Flow.event_id)
        .where(JourneyEvent.growing_area_id == area_id, JourneyEvent.kind == EventKind.HARVEST)
        .order_by(col(JourneyEvent.recorded_at).desc())
        .limit(LAST_WEIGHTS - 1)
    )
    return list(session.exec(statement).all())


def _concentration(session: Session, seller_id: UUID, given: HarvestIn) -> list[Finding]:
    """R9, where leaf of at least four households came in over the last thirty days."""
    if not given.farmer:
        return []
    grams = leaf_by_farmer(session, seller_id, given.moment())
    grams[given.farmer] = grams.get(given.farmer, 0) + given.grams
    if len(grams) < 4:
        return []
    share = grams[given.farmer] * 100 // sum(grams.values())
    return list(weighing.concentrated(share, given.farmer, FARMER_PERCENT.get(session)))
