"""A workshop that keeps its book, as tests write into it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core import days
from app.core.days import VIETNAM
from app.core.db import utc_now
from app.sellers.models import Seller
from app.traceability.models import Flow, GrowingArea, JourneyEvent, Lot, Material
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import read
from app.traceability.service.journeys import booking
from tests.factories import make_area, make_product, make_seller, make_variant


@dataclass
class Workshop:
    """`days_ago` counts back from today in Vietnam; times are of a morning."""

    session: Session
    seller: Seller = field(default=None)  # type: ignore[assignment]  # a new one
    area: GrowingArea = field(init=False)
    variant_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.seller = self.seller or make_seller(self.session)
        self.area = make_area(
            self.session, self.seller, hectares=2, geographical_indication="Tân Cương"
        )
        product = make_product(self.session, self.seller)
        self.variant_id = make_variant(self.session, product, net_grams=100).id

    def write(
        self, kind: EventKind, *, days_ago: int = 0, clock: str = "", **facts: Any
    ) -> JourneyEvent:
        """A record that is new, in a savepoint as a page would."""
        client_id = facts.pop("client_id", None) or uuid4()
        told = facts | {"client_id": client_id} | when(days_ago, clock)
        with self.session.begin_nested():
            event, _ = booking.record(self.session, self.seller.id, read(kind, told))
        return event

    def made(self, event: JourneyEvent) -> Material:
        (material,) = booking.made_by(self.session, event.id)
        return material

    def pick(self, grams: int = 100_000, *, days_ago: int = 4, **facts: Any) -> Material:
        told = {"growing_area_id": self.area.id, "picking_standard": "bup"} | facts
        return self.made(
            self.write(EventKind.HARVEST, days_ago=days_ago, clock="06:00", grams=grams, **told)
        )

    def dry(
        self, *leaf: tuple[Material, int], grams: int, days_ago: int = 4, **facts: Any
    ) -> Material:
        inputs = [{"material": m.code, "grams": taken} for m, taken in leaf]
        outputs = [{"grams": grams}]
        told = {"inputs": inputs, "outputs": outputs} | facts
        return self.made(self.write(EventKind.PROCESS, days_ago=days_ago, clock="09:00", **told))

    def blend(self, *tea: tuple[Material, int], grams: int, days_ago: int = 3) -> Material:
        inputs = [{"material": m.code, "grams": taken} for m, taken in tea]
        return self.made(
            self.write(
                EventKind.BLEND, days_ago=days_ago, clock="08:00", inputs=inputs, made_grams=grams
            )
        )

    def pack(self, *tea: tuple[Material, int], packs: int, days_ago: int = 2, **facts: Any) -> Lot:
        inputs = [{"material": m.code, "grams": taken} for m, taken in tea]
        told = {
            "variant_id": self.variant_id,
            "lot_number": f"TC-{uuid4().hex[:8].upper()}",
            "expires_on": days.today() + timedelta(days=365),
        }
        event = self.write(
            EventKind.PACK, days_ago=days_ago, clock="14:00", inputs=inputs, packs=packs,
            **told | facts,
        )  # fmt: skip
        return self.session.get_one(Lot, event.lot_id)

    def event_of(self, material: Material) -> JourneyEvent:
        """The one that made it first."""
        made = select(Flow.event_id).where(Flow.material_id == material.id, col(Flow.made))
        event_id = self.session.exec(made.order_by(col(Flow.id))).first()
        return self.session.get_one(JourneyEvent, event_id)


def when(days_ago: int, clock: str = "") -> dict[str, str]:
    """A day and a clock; without a clock, a minute ago."""
    if not clock:
        now = utc_now().astimezone(VIETNAM) - timedelta(minutes=1, days=days_ago)
        return {"day": now.date().isoformat(), "clock": f"{now:%H:%M}"}
    day: date = days.today() - timedelta(days=days_ago)
    at = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VIETNAM)
    return {"day": at.date().isoformat(), "clock": clock}


BALANCE = text("""
    WITH held AS (
        SELECT f.* FROM material_flow f
        WHERE NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = f.event_id)
    ), counted AS (
        SELECT m.id,
            coalesce(sum(f.grams) FILTER (WHERE f.made), 0) AS grams,
            coalesce(sum(f.grams) FILTER (WHERE NOT f.made), 0) AS used
        FROM material m LEFT JOIN held f ON f.material_id = m.id GROUP BY m.id
    ), packed AS (
        SELECT l.id, coalesce(sum(f.grams), 0) AS grams
        FROM lot l JOIN journey_event e ON e.lot_id = l.id AND e.kind = 'pack'
        JOIN held f ON f.event_id = e.id GROUP BY l.id
    )
    SELECT 'material ' || m.number FROM material m JOIN counted c ON c.id = m.id
    WHERE m.grams <> c.grams OR m.used_grams <> c.used
        OR (c.used > c.grams AND m.held_reason = '')
    UNION ALL
    SELECT 'lot ' || l.lot_number FROM lot l JOIN packed p ON p.id = l.id
    WHERE l.bulk_grams <> p.grams OR l.packs * l.net_grams * 1000 > p.grams * 1005
    UNION ALL
    SELECT 'lot ' || l.lot_number || ' without tea' FROM lot l
    WHERE l.held_reason = '' AND EXISTS (
        SELECT FROM journey_event e WHERE e.lot_id = l.id AND e.kind = 'pack'
    ) AND NOT EXISTS (SELECT FROM packed p WHERE p.id = l.id)
""")
"""Whatever the book says of its balance, recomputed from its flows alone."""


def disagreements(session: Session) -> list[str]:
    """What is not as the flows that hold make it; empty when the book is right."""
    session.flush()
    return list(session.connection().execute(BALANCE).scalars())
