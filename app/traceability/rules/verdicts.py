"""What a scan is told about a lot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.traceability.rules import Verdict
from app.traceability.rules.patterns import AlertKind


class Doubt(StrEnum):
    """Why a published lot is shown with caution."""

    HELD = "held"
    EXPIRED = "expired"
    MANY_DEVICES = "many_devices"
    BEFORE_PACKING = "before_packing"
    SPREAD = "spread"
    CROWD = "crowd"
    TOO_FAST = "too_fast"


RAISED_BY = {
    AlertKind.BEFORE_PACKING: Doubt.BEFORE_PACKING,
    AlertKind.SPREAD: Doubt.SPREAD,
    AlertKind.CROWD: Doubt.CROWD,
    AlertKind.TOO_FAST: Doubt.TOO_FAST,
}
"""Doubts that an alert raises and its closing takes back; the others are plain from the lot."""


@dataclass(frozen=True)
class LotState:
    """What the verdict rests on; `expires_on` is the last good day, `alerts` are those of the code
    that was scanned which nobody closed yet, `held` is that its record does not add up after a
    correction and it may not be sold until it does.
    """

    recalled: bool
    expires_on: date
    packs: int
    devices: int
    alerts: Collection[str] = ()
    held: bool = False


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    doubts: tuple[Doubt, ...] = ()


def judge(lot: LotState, today: date, devices_per_pack: int) -> Judgement:
    """Recalled before caution before valid, the gravest doubt first; `today` is a day in Vietnam.

    More than `devices_per_pack` devices for each packet that carries the code mean that it was
    probably copied.
    """
    if lot.recalled:
        return Judgement(Verdict.RECALLED)
    doubts = [Doubt.HELD] if lot.held else []
    if today > lot.expires_on:
        doubts.append(Doubt.EXPIRED)
    if lot.devices > lot.packs * devices_per_pack:
        doubts.append(Doubt.MANY_DEVICES)
    doubts += [doubt for kind, doubt in RAISED_BY.items() if kind in lot.alerts]
    return Judgement(Verdict.CAUTION if doubts else Verdict.VALID, tuple(doubts))
