"""What a scan is told about a lot."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.traceability.rules import Verdict


class Doubt(StrEnum):
    """Why a published lot is shown with caution."""

    EXPIRED = "expired"
    MANY_DEVICES = "many_devices"


@dataclass(frozen=True)
class LotState:
    """What the verdict rests on; `expires_on` is the last good day."""

    recalled: bool
    expires_on: date
    packs: int
    devices: int


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    doubts: tuple[Doubt, ...] = ()


def judge(lot: LotState, today: date, devices_per_pack: int) -> Judgement:
    """Recalled before caution before valid; `today` is a day in Vietnam.

    More than `devices_per_pack` devices for each packet that carries the code mean that it was
    probably copied.
    """
    if lot.recalled:
        return Judgement(Verdict.RECALLED)
    doubts = []
    if today > lot.expires_on:
        doubts.append(Doubt.EXPIRED)
    if lot.devices > lot.packs * devices_per_pack:
        doubts.append(Doubt.MANY_DEVICES)
    return Judgement(Verdict.CAUTION if doubts else Verdict.VALID, tuple(doubts))
