"""What may be said of tea, and how it survives mixing (R6 of the design).

A claim is carried by leaf from where it was picked; tea carries it only if every gram of its leaf
did. What part of it did is kept as well, so that a blend can be told as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.i18n import mark
from app.core.text import fold
from app.traceability.rules.findings import Finding, Level
from app.traceability.rules.materials import proportion


class ClaimKind(StrEnum):
    """What is claimed: where leaf comes from, or how it was grown."""

    GI = "gi"  # a protected geographical indication
    AREA_CODE = "area"  # a growing-area code, as issued
    SCHEME = "scheme"  # VietGAP, organic…: a certificate that held on the day of the harvest


@dataclass(frozen=True, order=True)
class Claim:
    """`kind:name`, for instance `gi:Tân Cương` or `scheme:VietGAP`."""

    kind: ClaimKind
    name: str

    @classmethod
    def read(cls, text: str) -> "Claim":
        """
        >>> Claim.read("gi:Tân Cương")
        Claim(kind=<ClaimKind.GI: 'gi'>, name='Tân Cương')
        """
        kind, _, name = text.partition(":")
        return cls(ClaimKind(kind), name)

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}"


@dataclass(frozen=True)
class Paper:
    """A certificate of the garden or of its owner, as far as a claim rests on it."""

    scheme: str
    valid_from: date
    valid_to: date

    def held_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Garden:
    """What leaf of a growing area may claim: read off the area and its papers."""

    indication: str
    ward_code: str
    code: str
    papers: tuple[Paper, ...]


def of_leaf(garden: Garden, day: date, protected: Mapping[str, Sequence[str]]) -> list[Claim]:
    """The claims of leaf picked in `garden` on `day`.

    `protected` are the indications that the law protects, each with the wards that it covers: an
    indication counts only inside them, however the area was described.
    """
    claims = {
        Claim(ClaimKind.SCHEME, paper.scheme) for paper in garden.papers if paper.held_on(day)
    }
    if garden.code:
        claims.add(Claim(ClaimKind.AREA_CODE, garden.code))
    known = indication(garden.indication, protected)
    if known and garden.ward_code in protected[known]:
        claims.add(Claim(ClaimKind.GI, known))
    return sorted(claims)


def indication(name: str, protected: Iterable[str]) -> str:
    """The protected name that `name` means, however it is written; empty for none.

    >>> indication("TÂN CƯƠNG", ["Tân Cương"]), indication("La Bằng", ["Tân Cương"])
    ('Tân Cương', '')
    """
    return next((known for known in protected if fold(known) == fold(name)), "")


@dataclass(frozen=True)
class Part:
    """Some grams of a material, and how many grams of the whole material each claim holds for."""

    grams: int
    whole: int
    shares: Mapping[str, int]


def shares_of(parts: Sequence[Part]) -> dict[str, int]:
    """Grams of all `parts` together that each claim holds for, rounded down."""
    total: dict[str, int] = {}
    for part in parts:
        for claim, grams in part.shares.items():
            total[claim] = total.get(claim, 0) + proportion(grams, part.grams, part.whole)
    return dict(sorted(total.items()))


def surviving(shares: Mapping[str, int], grams: int) -> list[str]:
    """R6: claims that every gram holds.

    >>> surviving({"gi:Tân Cương": 620, "scheme:VietGAP": 1000}, 1000)
    ['scheme:VietGAP']
    """
    return [claim for claim, held in sorted(shares.items()) if grams and held >= grams]


def percent(shares: Mapping[str, int], grams: int) -> dict[str, int]:
    """Whole per cent of each claim, rounded down: 99.9 % is no 100 %."""
    return {claim: held * 100 // grams for claim, held in sorted(shares.items()) if grams}


@dataclass(frozen=True)
class Told:
    """What may be said of tea: claims of its label that every gram holds, and whole per cent of
    those that only a part of it does. A blend says its parts, and claims none of them.
    """

    kept: tuple[Claim, ...] = ()
    parts: tuple[tuple[Claim, int], ...] = ()


def told(said: Sequence[str], shares: Mapping[str, int], grams: int) -> Told:
    """
    >>> told(["gi:Tân Cương"], {"gi:Tân Cương": 620, "scheme:VietGAP": 1000}, 1000)
    Told(kept=(), parts=((Claim(kind=<ClaimKind.GI: 'gi'>, name='Tân Cương'), 62),))
    """
    held = set(surviving(shares, grams))
    parts = (each for each in percent(shares, grams).items() if each[0] not in held and each[1])
    return Told(
        tuple(Claim.read(claim) for claim in sorted(said) if claim in held),
        tuple((Claim.read(claim), part) for claim, part in parts),
    )


def claimed(wanted: Iterable[str], shares: Mapping[str, int], grams: int) -> Iterator[Finding]:
    """R6: whoever says it must have it in every gram."""
    kept = set(surviving(shares, grams))
    said = percent(shares, grams)
    for claim in wanted:
        if claim in kept:
            continue
        gaps = {"claim": claim.partition(":")[2], "share": said.get(claim, 0)}
        words = mark("Chỉ {share} % nguyên liệu có “{claim}”: nhãn không được nói như vậy.")
        yield Finding("R6", Level.BLOCK, words, "claims", gaps)
