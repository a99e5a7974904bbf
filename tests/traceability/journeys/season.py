"""A season of honest and dishonest work, written into the books of several cooperatives.

Every act is drawn from one seed. Honest ones must be taken, and each fraud must be refused: what
happened otherwise is counted by the name of the fraud.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Session

from app.core import days
from app.core.errors import DomainError, Invalid
from app.traceability.models import GrowingArea, LotStatus, Material
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import read
from app.traceability.service import RunIn, print_labels
from app.traceability.service.journeys import booking
from tests.factories import make_area
from tests.traceability.journeys.workshop import Workshop

ANALYZE = text(
    "ANALYZE material, material_flow, journey_event, error_declaration, tracking_event, lot"
)
"""What autovacuum does by itself on rows that are committed: plans follow what is there."""
DAYS = 24
"""How long the season is; the last day of it is today."""


@dataclass
class Cooperative:
    """A workshop with gardens of its households; `leaf` and `tea` are what is left to use."""

    workshop: Workshop
    gardens: list[tuple[GrowingArea, str]]
    leaf: list[Material] = field(default_factory=list)
    tea: list[Material] = field(default_factory=list)
    sent: list[tuple[EventKind, dict[str, Any]]] = field(default_factory=list)


@dataclass
class Season:
    """`honest` counts acts by kind; `wrong` what was refused of them, or let through of frauds."""

    session: Session
    random: Random
    cooperatives: list[Cooperative] = field(default_factory=list)
    honest: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    day: int = DAYS

    def open(self, cooperatives: int, households: int) -> None:
        """Every cooperative has its households' gardens, one of them outside the indication."""
        for _ in range(cooperatives):
            workshop = Workshop(self.session)
            gardens = [
                (self._garden(workshop, "00004" if not place else "05503"), f"Hộ {place}")
                for place in range(households // cooperatives)
            ]
            self.cooperatives.append(Cooperative(workshop, gardens))

    def _garden(self, workshop: Workshop, ward: str) -> GrowingArea:
        return make_area(
            self.session, workshop.seller, hectares=3, ward_code=ward,
            geographical_indication="Tân Cương",
        )  # fmt: skip

    def run(self, flows: int) -> None:
        """At least this many records over the season; one act in eight is a fraud."""
        acts = [self.pick, self.pick, self.dry, self.dry, self.pack]
        while sum(self.honest.values()) < flows:
            if self.random.random() < 1 / 100:
                self.session.execute(ANALYZE)
            self.day = DAYS - DAYS * sum(self.honest.values()) // flows
            cooperative = self.random.choice(self.cooperatives)
            if self.random.random() < 1 / 8:
                self.cheat(cooperative)
            else:
                self.random.choice(acts)(cooperative)

    def pick(self, cooperative: Cooperative) -> None:
        area, farmer = self.random.choice(cooperative.gardens)
        facts = {
            "growing_area_id": str(area.id),
            "grams": self.random.randint(5_000, 90_000),
            "picking_standard": self.random.choice(["bup", "moc_cau"]),
            "farmer": farmer,
        }
        event = self._write(cooperative, EventKind.HARVEST, "06:00", facts)
        leaf = cooperative.workshop.made(event)
        cooperative.leaf.append(leaf)
        if self.random.random() < 1 / 3:
            came = leaf.grams - self.random.randint(0, leaf.grams // 50)
            told = {"material": leaf.code, "came_grams": came, "rejected_grams": came // 40}
            self._write(cooperative, EventKind.RECEIPT, "08:00", told)

    def dry(self, cooperative: Cooperative) -> None:
        """Five to one, up to 5 % more or less: an honest yield."""
        if not cooperative.leaf:
            return self.pick(cooperative)
        leaf = self._drawn(cooperative.leaf, 3)
        taken = sum(material.left for material in leaf)
        made = taken * 100 // 500 * self.random.randint(9_525, 10_500) // 10_000
        facts = {
            "inputs": [{"material": m.code, "grams": m.left} for m in leaf],
            "outputs": [{"grams": made}],
        }
        tea = cooperative.workshop.made(self._write(cooperative, EventKind.PROCESS, "10:00", facts))
        cooperative.tea.append(tea)
        return None

    def pack(self, cooperative: Cooperative) -> None:
        if len(cooperative.tea) < 2:
            return self.dry(cooperative)
        tea = self._drawn(cooperative.tea, 2)
        if len(tea) > 1:
            tea = [self._blend(cooperative, tea)]
        packs = tea[0].left // 100
        if packs:
            self._write(
                cooperative, EventKind.PACK, "16:00", self._packing(cooperative, tea[0], packs)
            )
        return None

    def _blend(self, cooperative: Cooperative, tea: list[Material]) -> Material:
        inputs = [{"material": m.code, "grams": m.left} for m in tea]
        made = sum(m.left for m in tea)
        facts = {"inputs": inputs, "made_grams": made}
        return cooperative.workshop.made(self._write(cooperative, EventKind.BLEND, "13:00", facts))

    @staticmethod
    def _packing(
        cooperative: Cooperative, tea: Material, packs: int, **facts: Any
    ) -> dict[str, Any]:
        return {
            "inputs": [{"material": tea.code, "grams": min(packs * 100, tea.left)}],
            "packs": packs,
            "variant_id": str(cooperative.workshop.variant_id),
            "lot_number": f"L{uuid4().hex[:12].upper()}",
            "expires_on": (days.today() + timedelta(days=365)).isoformat(),
        } | facts

    def _drawn(self, store: list[Material], most: int) -> list[Material]:
        count = min(len(store), self.random.randint(1, most))
        return [store.pop(self.random.randrange(len(store))) for _ in range(count)]

    def _write(
        self, cooperative: Cooperative, kind: EventKind, clock: str, facts: dict[str, Any]
    ) -> Any:
        """An honest record, which must be taken; some are sent twice, as an offline phone does."""
        note = "Theo sổ cân."
        told = facts | {"note": note, "client_id": uuid4()} | self._when(clock)
        self.honest[kind.value] += 1
        try:
            event = self._record(cooperative, kind, told)
        except DomainError as error:
            self.wrong.append(f"honest {kind.value} refused: {error}")
            raise
        if self.random.random() < 1 / 10:
            again = self._record(cooperative, kind, told)
            if again.id != event.id:
                self.wrong.append(f"{kind.value} was kept twice")
        return event

    def _when(self, clock: str) -> dict[str, str]:
        day = days.today() - timedelta(days=self.day + 1)
        return {"day": day.isoformat(), "clock": clock}

    def _record(self, cooperative: Cooperative, kind: EventKind, told: dict[str, Any]) -> Any:
        with self.session.begin_nested():
            given = read(kind, told)
            return booking.record(self.session, cooperative.workshop.seller.id, given)[0]

    def cheat(self, cooperative: Cooperative) -> None:
        """One fraud, which must be refused, or at least wait for a reviewer."""
        name = self.random.choice(sorted(FRAUDS))
        tried = FRAUDS[name](self, cooperative)
        if tried is None:
            return
        try:
            tried()
        except (Invalid, NeedsReview, DomainError):
            self.refused[name] += 1
        else:
            self.wrong.append(f"{name} was let through")

    def try_to(
        self, cooperative: Cooperative, kind: EventKind, clock: str, facts: dict[str, Any]
    ) -> Callable[[], Any]:
        told = {"note": "Theo sổ cân.", "client_id": uuid4()} | self._when(clock) | facts
        return lambda: self._record(cooperative, kind, told)


Tried = Callable[[], Any] | None


def over_issue_of_packets(season: Season, cooperative: Cooperative) -> Tried:
    """One per cent more packets than there is tea."""
    tea = next((tea for tea in cooperative.tea if tea.left >= 10_000), None)
    if tea is None:
        return None
    packs = -(-tea.left * 101 // 10_000)
    return season.try_to(
        cooperative, EventKind.PACK, "16:00", season._packing(cooperative, tea, packs)
    )


def over_issue_of_tea(season: Season, cooperative: Cooperative) -> Tried:
    """One per cent more leaf taken than is left."""
    leaf = next(iter(cooperative.leaf), None)
    if leaf is None:
        return None
    taken = leaf.left + max(leaf.left // 100, 1)
    inputs = [{"material": leaf.code, "grams": taken}]
    facts = {"inputs": inputs, "outputs": [{"grams": taken // 5}]}
    return season.try_to(cooperative, EventKind.PROCESS, "10:00", facts)


def double_use(season: Season, cooperative: Cooperative) -> Tried:
    """What was packed already, packed again."""
    used = next((m for m in _all(season, cooperative) if not m.left and m.grams > 1000), None)
    if used is None:
        return None
    inputs = [{"material": used.code, "grams": used.grams}]
    return season.try_to(
        cooperative, EventKind.BLEND, "13:00", {"inputs": inputs, "made_grams": used.grams}
    )


def foreign_leaf(season: Season, cooperative: Cooperative) -> Tried:
    """Leaf of a garden outside the indication, under its name."""
    outside = cooperative.gardens[0][0]
    leaf = cooperative.workshop.pick(
        10_000, days_ago=season.day + 1, growing_area_id=outside.id, note="Theo sổ cân."
    )
    tea = cooperative.workshop.dry(
        (leaf, 10_000), grams=2_000, days_ago=season.day + 1, note="Theo sổ cân."
    )
    facts = season._packing(cooperative, tea, 20, claims=["gi:Tân Cương"])
    return season.try_to(cooperative, EventKind.PACK, "16:00", facts)


def leaf_of_nobody(season: Season, cooperative: Cooperative) -> Tried:
    """More leaf than three hectares can give in a year."""
    area = cooperative.gardens[-1][0]
    facts = {"growing_area_id": str(area.id), "grams": 60_000_000, "picking_standard": "bup"}
    return season.try_to(cooperative, EventKind.HARVEST, "06:00", facts)


def somebody_elses_leaf(season: Season, cooperative: Cooperative) -> Tried:
    others = [other for other in season.cooperatives if other is not cooperative and other.leaf]
    if not others:
        return None
    leaf = others[0].leaf[0]
    inputs = [{"material": leaf.code, "grams": leaf.left}]
    facts = {"inputs": inputs, "outputs": [{"grams": leaf.left // 5}]}
    return season.try_to(cooperative, EventKind.PROCESS, "10:00", facts)


def back_dating(season: Season, cooperative: Cooperative) -> Tried:
    """Tea that is older than its leaf."""
    leaf = next(iter(cooperative.leaf), None)
    if leaf is None:
        return None
    day = (leaf.made_at - timedelta(days=1)).date().isoformat()
    facts = {
        "inputs": [{"material": leaf.code, "grams": leaf.left}],
        "outputs": [{"grams": leaf.left // 5}],
        "day": day,
    }
    return season.try_to(cooperative, EventKind.PROCESS, "05:00", facts)


def a_clock_that_is_ahead(season: Season, cooperative: Cooperative) -> Tried:
    area, farmer = cooperative.gardens[-1]
    tomorrow = (days.today() + timedelta(days=1)).isoformat()
    facts = {"growing_area_id": str(area.id), "grams": 9_000, "picking_standard": "bup"}
    told = facts | {"farmer": farmer, "day": tomorrow}
    return season.try_to(cooperative, EventKind.HARVEST, "06:00", told)


def tea_out_of_nothing(season: Season, cooperative: Cooperative) -> Tried:
    """Twice the tea that leaf can give."""
    leaf = next((leaf for leaf in cooperative.leaf if leaf.left > 5_000), None)
    if leaf is None:
        return None
    inputs = [{"material": leaf.code, "grams": leaf.left}]
    facts = {"inputs": inputs, "outputs": [{"grams": leaf.left * 2 // 5}]}
    return season.try_to(cooperative, EventKind.PROCESS, "10:00", facts)


def over_issue_of_labels(season: Season, cooperative: Cooperative) -> Tried:
    """One per cent more labels than packets and spoilage allow."""
    tea = next((tea for tea in cooperative.tea if tea.left >= 10_000), None)
    if tea is None:
        return None
    cooperative.tea.remove(tea)
    packs = tea.left // 100
    event = season.try_to(
        cooperative, EventKind.PACK, "16:00", season._packing(cooperative, tea, packs)
    )()
    season.honest["pack"] += 1
    lot = _public_lot(season, event.lot_id)
    allowed = packs + -(-packs * 3 // 100)
    labels = max(-(-allowed * 101 // 100), allowed + 1)
    run = RunIn(template="a4-65", labels=labels, number=1)

    def print_too_many() -> None:
        with season.session.begin_nested():
            print_labels(season.session, lot, run)

    return print_too_many


def _public_lot(season: Season, lot_id: UUID) -> Any:
    from app.traceability.models import Lot  # noqa: PLC0415

    lot = season.session.get_one(Lot, lot_id)
    lot.status = LotStatus.PUBLISHED
    season.session.flush()
    return lot


def _all(season: Season, cooperative: Cooperative) -> list[Material]:
    from sqlmodel import select  # noqa: PLC0415

    own = select(Material).where(
        Material.seller_id == cooperative.workshop.seller.id, Material.kind == "bulk"
    )
    return list(season.session.exec(own.limit(40)).all())


FRAUDS: dict[str, Callable[[Season, Cooperative], Tried]] = {
    fraud.__name__: fraud
    for fraud in (
        over_issue_of_packets,
        over_issue_of_tea,
        over_issue_of_labels,
        double_use,
        foreign_leaf,
        leaf_of_nobody,
        somebody_elses_leaf,
        back_dating,
        a_clock_that_is_ahead,
        tea_out_of_nothing,
    )
}
