"""GS1 keys and their qualifiers, and what each value must be (URI Syntax 1.6.0, 4.3 to 4.10)."""

from dataclasses import dataclass
from itertools import combinations

from biip import ParseError
from biip.gs1_element_strings import GS1ElementString

from app.core.gtins import DEMONSTRATION, RESTRICTED
from app.traceability.rules.digital_link.check_characters import (
    has_check_digit,
    has_check_pair,
)


class WrongValue(ValueError):
    """A key, qualifier or attribute whose value the General Specifications forbid."""


@dataclass(frozen=True)
class PrimaryKey:
    """`chains` are the qualifiers that may follow, each chain in its order, any of it left out."""

    chains: tuple[tuple[str, ...], ...] = ()
    whole_chain: bool = False

    def takes(self, qualifiers: tuple[str, ...]) -> bool:
        """Whether these may follow in this order (4.9)."""
        if self.whole_chain:
            return qualifiers in self.chains
        return not qualifiers or any(
            qualifiers in combinations(chain, len(qualifiers)) for chain in self.chains
        )


PRIMARY_KEYS = {
    "00": PrimaryKey(),
    "01": PrimaryKey((("22", "10", "21"), ("235",))),
    "253": PrimaryKey(),
    "255": PrimaryKey(),
    "401": PrimaryKey(),
    "402": PrimaryKey(),
    "414": PrimaryKey((("254",), ("7040",))),
    "415": PrimaryKey((("8020",),), whole_chain=True),
    "417": PrimaryKey((("7040",),)),
    "8003": PrimaryKey(),
    "8004": PrimaryKey((("7040",),)),
    "8006": PrimaryKey((("22", "10", "21"),)),
    "8010": PrimaryKey((("8011",),)),
    "8013": PrimaryKey(),
    "8017": PrimaryKey((("8019",),)),
    "8018": PrimaryKey((("8019",),)),
}
"""By application identifier. A payment slip (415) is named together with its reference alone."""
CHECKED = {
    **dict.fromkeys(("00", "8017", "8018"), 18),
    **dict.fromkeys(("01", "02", "03", "8003", "8006", "8026"), 14),
    **dict.fromkeys(("253", "255", *(f"41{role}" for role in range(8))), 13),
    "402": 17,
}
"""How many first digits of a value end in a check digit."""
BEGIN_WITH_A_COMPANY = {"401", "8004", "8010", "8013"}
"""Keys of free length: at least their first four characters are digits of a company's prefix."""
HARVEST_DATES = "7007"
"""One day, or the first and the last."""


def check_value(ai: str, value: str) -> None:
    """Raises WrongValue: length, character set 82 or 39, dates, check digits and characters."""
    # A dollar sign of a pattern would let a final line break through, `\d` digits of any script.
    if not (value.isascii() and value.isprintable() and _is_well_formed(ai, value)):
        raise WrongValue(ai)


def _is_well_formed(ai: str, value: str) -> bool:
    try:
        for part in (value[:6], value[6:] or value[:6]) if ai == HARVEST_DATES else (value,):
            GS1ElementString.parse(ai + part)
    except ParseError:
        return False
    return (
        (ai not in CHECKED or has_check_digit(value[: CHECKED[ai]]))
        and (ai not in BEGIN_WITH_A_COMPANY or value[:4].isdigit())
        and (ai != "8013" or has_check_pair(value))
        and (ai != "8006" or "00" < value[14:16] <= value[16:])
    )


def circulates(ai: str, value: str, *, demonstration: bool) -> bool:
    """Whether a trade item's number names one thing in the whole world (GenSpecs 1.4, 2.1.11).

    `demonstration` lets GS1's range for examples through.
    """
    as_gtin_13 = value[1:14]
    return ai not in {"01", "8006"} or not (
        as_gtin_13.startswith(RESTRICTED)
        or (as_gtin_13.startswith(DEMONSTRATION) and not demonstration)
    )
