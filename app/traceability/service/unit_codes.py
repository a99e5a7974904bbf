"""Codes of single packets: issued with a run, counted when opened, their PINs tried."""

import hmac
import json
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.sealing import sealed, unsealed
from app.identity.service.tries import count_try
from app.traceability.models import LabelPins, LabelRun, UnitCode
from app.traceability.rules import units
from app.traceability.service.label_keys import pin_key

COPY = "COPY unit_code (serial, run_id, place, pin) FROM STDIN"
NULL = r"\N"
PURPOSE = "scratch pins"
PIN_TRIES = 5
PIN_WINDOW = timedelta(hours=1)


class WrongPin(Invalid):
    title = mark("Mã cào chưa đúng")


def issue_codes(session: Session, run: LabelRun) -> list[int]:
    """Gives each label of the run its serial, and with `scratch` its PIN; all or none.

    The PINs themselves are kept sealed until a file has said them once.
    """
    serials = _free_serials(session, run.labels)
    pins = [units.new_pin() for _ in serials] if run.scratch else []
    if pins:
        content = sealed(json.dumps(pins).encode(), purpose=PURPOSE)
        session.add(LabelPins(run_id=run.id, sealed=content))
    _copy(session, run.id, serials, pins)
    return serials


def _free_serials(session: Session, count: int) -> list[int]:
    """Random ones that no label has; a clash with a run of this very moment breaks the key."""
    serials = units.new_serials(count)
    known = select(UnitCode.serial).where(col(UnitCode.serial).in_(serials))
    taken = set(session.exec(known)) if count < MANY else _taken(session, serials)
    if not taken:
        return serials
    kept = [serial for serial in serials if serial not in taken]
    return kept + units.new_serials(len(taken), {*kept, *taken})


MANY = 100
_TAKEN = text(
    "SELECT serial FROM unit_code WHERE serial = ANY(CAST(string_to_array(:all, ',') AS bigint[]))"
)


def _taken(session: Session, serials: list[int]) -> set[int]:
    """As one text: a hundred thousand parameters would be compiled one by one."""
    return set(session.connection().execute(_TAKEN, {"all": ",".join(map(str, serials))}).scalars())


def _copy(session: Session, run_id: UUID, serials: list[int], pins: list[str]) -> None:
    key = pin_key()
    hashes = (
        [
            rf"\\x{units.pin_hash(key, serial, pin).hex()}"
            for serial, pin in zip(serials, pins, strict=True)
        ]
        if pins
        else [NULL] * len(serials)
    )
    lines = [
        f"{serial}\t{run_id}\t{place}\t{kept}\n"
        for place, (serial, kept) in enumerate(zip(serials, hashes, strict=True), start=1)
    ]
    with session.connection().connection.cursor().copy(COPY) as copy:
        copy.write("".join(lines))


def pins_of(session: Session, run_id: UUID) -> list[str]:
    """By place; empty once a file has said them. Locks the row: they are said once."""
    found = session.get(LabelPins, run_id, with_for_update=True)
    if found is None:
        return []
    pins: list[str] = json.loads(unsealed(found.sealed, purpose=PURPOSE))
    return pins


def forget_pins(session: Session, run_id: UUID) -> None:
    found = session.get(LabelPins, run_id)
    if found is not None:
        session.delete(found)


# The first moment is kept by the database itself, whichever process writes first.
_OPENED = text("""
    INSERT INTO unit_check AS known (serial, first_at, scans) VALUES (:serial, :at, 1)
    ON CONFLICT (serial) DO UPDATE SET
        first_at = LEAST(known.first_at, EXCLUDED.first_at), scans = known.scans + 1
""")
_PIN_KNOWN = text("""
    INSERT INTO unit_check AS known (serial, first_at, scans, pin_at) VALUES (:serial, :at, 1, :at)
    ON CONFLICT (serial) DO UPDATE SET pin_at = LEAST(known.pin_at, EXCLUDED.pin_at)
    RETURNING pin_at
""")


def note_opened(session: Session, serial: int, at: datetime) -> None:
    """Somebody opened the code's page at this moment; the serial is one of ours."""
    session.connection().execute(_OPENED, {"serial": serial, "at": at})


def try_pin(session: Session, serial: int, kept: bytes, typed: str) -> datetime:
    """When the right PIN was told for the first time: now, if it never was before.

    Every try counts. Raises WrongPin, and TooManyRequests after five an hour for one code.
    """
    count_try(f"unit:pin:{serial}", PIN_TRIES, PIN_WINDOW)
    right = hmac.compare_digest(units.pin_hash(pin_key(), serial, typed), kept)
    if not right:
        raise WrongPin(fields={"pin": mark("Mã cào chưa đúng, mời đọc lại dưới lớp cào.")})
    values = {"serial": serial, "at": utc_now()}
    first: datetime = session.connection().execute(_PIN_KNOWN, values).scalar_one()
    return first
