"""What an origin page says, computed from the rows: for its template, and for a machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.catalog.rules.shown import FEW
from app.core import days
from app.core.config import settings
from app.core.i18n import SOURCE, gettext, language, mark
from app.core.templates import clock, day
from app.places import queries as places
from app.traceability.pages import changes
from app.traceability.queries.origin import Origin, dated, judgement_of
from app.traceability.rules import Verdict, claims, records
from app.traceability.rules.claims import Told
from app.traceability.rules.verdicts import Doubt, Judgement
from app.transparency.queries.proofs import read_standing

LATE = timedelta(hours=48)
"""An entry made later than this after what it tells shows both times."""
HEADINGS = {
    Verdict.VALID: mark("Tem hợp lệ"),
    Verdict.RECALLED: mark("Lô này đã thu hồi"),
    Doubt.HELD: mark("Lô này đang tạm giữ"),
    Doubt.EXPIRED: mark("Lô này đã quá hạn"),
    Doubt.MANY_DEVICES: mark("Coi chừng, mã bị quét quá nhiều"),
    Doubt.BEFORE_PACKING: mark("Coi chừng, mã bị quét trước ngày đóng gói"),
    Doubt.SPREAD: mark("Coi chừng, mã được quét ở nhiều nơi"),
    Doubt.CROWD: mark("Coi chừng, mã bị quét quá nhiều"),
    Doubt.TOO_FAST: mark("Coi chừng, mã được quét ở hai nơi quá xa"),
}
KEEP_OFF = {Doubt.EXPIRED, Doubt.HELD}
"""What one buys no more of."""


def context(found: Origin) -> dict[str, Any]:
    lot, judgement = found.lot, judgement_of(found.lot)
    sound = judgement.verdict is not Verdict.RECALLED and not KEEP_OFF & set(judgement.doubts)
    return {
        "lot": lot,
        "journey": found.journey,
        "judgement": judgement,
        "certificates": dated(lot.certificates, "valid_from", "valid_to"),
        "reports": dated(lot.reports, "reported_on"),
        "facts": _facts(found, judgement),
        "changes": changes.by_step(found.journey),
        "claims": told(lot),
        "buy": sound and lot.product_listed and lot.variant_active,
        "few": FEW,
        "standing": read_standing(lot.standing),
        "proof_path": f"/Q/{lot.code}/proof.json",
    }


@dataclass(frozen=True)
class Facts:
    """`ratio` is kg of leaf for 1 kg of tea; `corrected` are the entries that others correct."""

    heading: str
    address: str
    ward_code: str
    ward: str
    map_version: str
    ocop: dict[str, Any] | None
    ratio: float | None
    packed_grams: int
    fingerprint: str
    corrected: frozenset[UUID]
    told_later: date | None
    """The one day on which all entries were recorded, late: said once instead of at each."""
    warnings: str
    held: str
    """Why the lot may not be sold for now; empty when it may."""
    areas: list[dict[str, Any]]
    """Where a blend's leaf grew, each with its `ward`; of one area, the lot itself tells."""
    today: date

    def over(self, last_day: date) -> bool:
        return self.today > last_day

    def end(self, step: Any) -> str:
        """The day again only when it is another one."""
        same = day(step.event_end) == day(step.event_time)
        return clock(step.event_end).partition(", ")[2] if same else clock(step.event_end)

    def late(self, step: Any) -> bool:
        return is_late(step)


def _facts(found: Origin, judgement: Judgement) -> Facts:
    lot = found.lot
    ward_code = lot.area_ward_code or (lot.areas or [{}])[0].get("ward_code")
    ward = places.ward(ward_code or lot.seller_ward_code)
    foreign = lot.product_label.get("warnings_en") if language() != SOURCE else ""
    return Facts(
        heading=gettext(HEADINGS[judgement.doubts[0] if judgement.doubts else judgement.verdict]),
        address=places.address_line(lot.seller_street, lot.seller_ward_code),
        ward_code=ward.code,
        ward=_ward(ward.code),
        map_version=places.map_version(),
        ocop=next(iter(dated([lot.ocop] if lot.ocop else [], "issued_on", "expires_on")), None),
        ratio=round(lot.fresh_grams / lot.bulk_grams, 1) if lot.fresh_grams else None,
        packed_grams=lot.packs * lot.net_grams,
        fingerprint=records.in_fours(records.fingerprint(records.record(lot, found.journey))),
        corrected=corrected(found),
        told_later=told_later(found.journey),
        warnings=foreign or lot.product_label.get("warnings") or "",
        held=gettext(lot.held_reason),
        areas=[area | {"ward": _ward(area["ward_code"])} for area in lot.areas],
        today=days.today(),
    )


def _ward(code: str) -> str:
    ward = places.ward(code)
    return f"{ward.kind} {ward.short_name}"


def told(lot: Any) -> Told:
    """What the lot's label may say, and in which part of it the rest holds."""
    return claims.told(lot.claims, lot.shares, lot.bulk_grams)


def told_later(journey: Sequence[Any]) -> date | None:
    """The day in Vietnam on which every entry was recorded, if all of them were late."""
    told = [step for step in journey if not step.corrects_id]
    on = {days.day_in_vietnam(step.recorded_at) for step in told}
    return on.pop() if len(told) > 1 and len(on) == 1 and all(map(is_late, told)) else None


def is_late(step: Any) -> bool:
    """Recorded more than 48 hours after it happened: allowed, and said."""
    return bool(step.recorded_at - step.event_time > LATE)


def corrected(found: Origin) -> frozenset[UUID]:
    return frozenset(step.corrects_id for step in found.journey if step.corrects_id)


def raw(found: Origin) -> dict[str, Any]:
    """The public record of a lot: no row ids, no positions, nobody's account."""
    lot, judgement = found.lot, judgement_of(found.lot)
    kept = records.record(lot, found.journey)
    return {
        "address": f"{settings.code_url}/Q/{lot.code}",
        "verdict": judgement.verdict,
        "doubts": judgement.doubts,
        "recall": _recall(lot),
        "held": lot.held_reason,
        "product": {"name": lot.product_name, "name_en": lot.product_name_en},
        "producer": {
            "name": lot.seller_legal_name,
            "address": places.address_line(lot.seller_street, lot.seller_ward_code),
        },
        "growing_areas": growing_areas(lot),
        "claims": [str(claim) for claim in told(lot).kept],
        "percent": {str(claim): part for claim, part in told(lot).parts},
        "certificates": lot.certificates,
        "reports": lot.reports,
        "ocop": lot.ocop,
        "labels": lot.labels,
        "record": kept,
        "entries": len(found.journey),
        "corrections": len(corrected(found)),
        "fingerprint": records.fingerprint(kept),
        "fingerprint_of": "SHA-256 of `record` as JSON: UTF-8, keys sorted, no spaces (RFC 8785)",
    }


def growing_areas(lot: Any) -> list[dict[str, str]]:
    """Each with its commune; the position of a field stays with its seller."""
    own = {name: getattr(lot, f"area_{name}") for name in ("name", "code", "ward_code")}
    found = lot.areas or ([own] if lot.area_name else [])
    return [
        {"name": area["name"], "code": area["code"], "ward": places.ward(area["ward_code"]).name}
        for area in found
    ]


def _recall(lot: Any) -> dict[str, str] | None:
    if lot.recalled_at is None:
        return None
    return {"at": lot.recalled_at.isoformat(), "reason": lot.recall_reason}
