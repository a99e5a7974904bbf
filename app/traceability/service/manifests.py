"""The signed manifest of a label run."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlmodel import Session

from app.core.config import settings
from app.sellers.models import Seller
from app.traceability.models import LabelManifest, LabelRun, Lot, RunKind
from app.traceability.rules import manifests, units
from app.traceability.rules.digital_link import printed_payload
from app.traceability.service.label_keys import signing_key, unit_key


def sign_run(session: Session, lot: Lot, run: LabelRun, number: int, serials: list[int]) -> None:
    """Keeps what the run was when it was allowed; `serials` are those of unit labels."""
    facts = {
        "kind": manifests.KIND,
        "run": str(run.id),
        "number": number,
        "seller": session.get_one(Seller, lot.seller_id).legal_name,
        "lot": lot.code,
        "lot_number": lot.lot_number,
        "gtin": lot.gtin or "",
        "packs": lot.packs,
        "codes_of": run.kind.value,
        "labels": run.labels,
        "scratch": int(run.scratch),
        "template": run.template,
        "address": settings.code_url,
        "printed_at": run.printed_at.isoformat(),
        "codes_sha256": manifests.digest_of(payloads(lot, run, serials)),
    }
    session.add(LabelManifest(run_id=run.id, document=manifests.signed(facts, signing_key())))


def payloads(lot: Lot, run: LabelRun, serials: Iterable[int]) -> Iterable[str]:
    """What the symbols of a run say: one for all, or each its own, in the order of their places."""
    if run.kind is RunKind.BATCH:
        return [printed_payload(settings.code_url, lot.code, lot.gtin, lot.lot_number)]
    return map(payload_maker(lot, run), serials)


def payload_maker(lot: Lot, run: LabelRun) -> Callable[[int], str]:
    """What the symbol of a serial says; made once for a run of many."""
    base, key = settings.code_url, unit_key()
    if run.with_gtin and lot.gtin:
        begin = units.link_prefix(base, lot.gtin, lot.lot_number)
        return lambda serial: begin + units.serial_text(serial)
    begin = units.unit_prefix(base)
    return lambda serial: begin + units.unit_code(key, serial)


def checked(document: object) -> dict[str, Any]:
    """The facts of a manifest that this shop signed. Raises BadManifest."""
    return manifests.verified(document, [signing_key().public_key()])


def published_keys() -> dict[str, Any]:
    """A JSON Web Key set (RFC 7517)."""
    return {"keys": [manifests.jwk(signing_key().public_key())]}
