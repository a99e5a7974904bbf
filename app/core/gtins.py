"""GTINs: which ones may stand on a packet of ours."""

from biip import ParseError
from biip.gtin import Gtin

from app.core.errors import Invalid
from app.core.i18n import mark

RESTRICTED = ("02", "04", *(str(prefix) for prefix in range(20, 30)))
"""First digits of a GTIN-13 of restricted circulation: unique in one shop or country only."""
DEMONSTRATION = "952"
"""GS1's range for examples: sample sellers may use it, nobody else."""


class WrongGtin(Invalid):
    """Not digits, not 8, 12, 13 or 14 of them, or the check digit is wrong."""

    title = mark("Mã GTIN chưa đúng")


class RestrictedGtin(WrongGtin):
    """A number that others use too, so it can name nothing to the world."""


def gtin14(typed: str) -> str:
    """`typed` as 14 digits, its check digit verified (GenSpecs 7.9). Raises WrongGtin.

    >>> gtin14("8931234567897")
    '08931234567897'
    """
    try:
        return Gtin.parse(typed.strip()).as_gtin_14()
    except ParseError:
        raise WrongGtin(mark("Mã GTIN gõ chưa đúng: sai số kiểm tra hoặc thiếu số.")) from None


def circulating_gtin(typed: str, *, sample: bool = False) -> str:
    """`gtin14` of a number that names one product in the whole world. Raises RestrictedGtin too.

    `sample` lets GS1's demonstration range through.
    """
    code = gtin14(typed)
    as_gtin_13 = code[1:]
    if as_gtin_13.startswith(RESTRICTED):
        raise RestrictedGtin(mark("Mã GTIN này chỉ dùng nội bộ, không được in cho người mua."))
    if as_gtin_13.startswith(DEMONSTRATION) and not sample:
        raise RestrictedGtin(mark("Mã GTIN bắt đầu bằng 952 chỉ để làm ví dụ."))
    return code
