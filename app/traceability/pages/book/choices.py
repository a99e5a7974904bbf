"""What each screen of the book offers to choose from, and what it has filled in already."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.days import VIETNAM
from app.core.db import utc_now
from app.core.forms import Form
from app.core.i18n import gettext
from app.core.ids import new_id
from app.traceability.models import JourneyEvent, Material
from app.traceability.pages.book.reading import typed_again
from app.traceability.pages.book.shown import WORKS
from app.traceability.queries import choices as reads
from app.traceability.queries import desk
from app.traceability.rules.claims import Claim, ClaimKind, percent
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.recording import RecordIn

LEAF, BULK = MaterialKind.LEAF, MaterialKind.BULK
OFFERS = {
    EventKind.RECEIPT: (LEAF,),
    EventKind.PROCESS: (LEAF, BULK),
    EventKind.BLEND: (BULK,),
    EventKind.PACK: (BULK,),
}
IN_GARDENS = (EventKind.HARVEST, EventKind.FARM_LOG)
ABOUT_LOTS = (EventKind.TEST, EventKind.SHIP)


def of_screen(
    session: Session, seller_id: UUID, kind: EventKind, corrects: JourneyEvent | None = None
) -> dict[str, Any]:
    """Gardens, materials, goods or lots of the seller; for a correction also what it had used."""
    used = _used(corrects)
    offers = {of: reads.offered(session, seller_id, of, used) for of in OFFERS.get(kind, ())}
    return {
        "offers": {
            of: [Offer(m, used.get(m.code, 0)) for m in found] for of, found in offers.items()
        },
        "areas": desk.own_areas(session, seller_id) if kind in IN_GARDENS else (),
        "farmers": reads.farmers(session, seller_id) if kind is EventKind.HARVEST else (),
        "works": [(work.value, gettext(words)) for work, words in WORKS.items()],
        "variants": desk.variant_choices(session, seller_id) if kind is EventKind.PACK else (),
        "lots": reads.lot_choices(session, seller_id) if kind in ABOUT_LOTS else (),
        "claims": claims_among(m for found in offers.values() for m in found)
        if kind is EventKind.PACK
        else (),
    }


def _used(corrects: JourneyEvent | None) -> dict[str, int]:
    if corrects is None:
        return {}
    facts = corrects.facts
    used = {row["material"]: row["grams"] for row in facts.get("inputs", ())}
    return used | ({facts["material"]: 0} if facts.get("material") else {})


class Offer:
    """A material as a row of a screen; `back` grams come back to it first (of a correction)."""

    def __init__(self, material: Material, back: int = 0) -> None:
        self.code, self.number = material.code, material.number
        self.made_at = material.made_at
        self.left = material.left + back
        self.about = [
            word for word in (material.grade, material.farmer, *shown_claims(material)) if word
        ]


def shown_claims(material: Material) -> list[str]:
    """`Tân Cương`, or `Tân Cương 62 %` where not every gram is; without codes of gardens."""
    return [
        claim.partition(":")[2] + ("" if share == 100 else f" {share} %")
        for claim, share in percent(material.shares, material.grams).items()
        if Claim.read(claim).kind is not ClaimKind.AREA_CODE
    ]


def claims_among(materials: Iterable[Material]) -> list[tuple[str, str]]:
    found = {claim for material in materials for claim in material.shares}
    return [(claim, claim.partition(":")[2]) for claim in sorted(found)]


def fresh_form(session: Session, seller_id: UUID, kind: EventKind) -> Form[RecordIn]:
    """Today, now, and for leaf the garden and standard of the last harvest."""
    now = utc_now().astimezone(VIETNAM)
    values = {"client_id": str(new_id()), "day": f"{now:%Y-%m-%d}", "clock": f"{now:%H:%M}"}
    if kind in IN_GARDENS:
        last = typed_again(reads.last_harvest(session, seller_id))
        kept = ("growing_area_id", "picking_standard", "farmer")
        values |= {name: last[name] for name in kept if name in last}
    return Form(values)
