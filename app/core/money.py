"""Whole đồng, and what 100 grams cost."""

import re
from collections.abc import Sequence


def vnd(amount: int) -> str:
    """
    >>> vnd(372000), vnd(-5000)
    ('372.000₫', '-5.000₫')
    """
    return f"{amount:,}₫".replace(",", ".")


def per_100_grams(price: int, grams: int) -> int:
    """đồng for 100 g, rounded to the nearest hundred from 1,000₫ up (half upwards).

    >>> per_100_grams(190000, 500), per_100_grams(350000, 100)
    (38000, 350000)
    """
    exact = (price * 100 * 2 + grams) // (2 * grams)
    return exact if exact < 1000 else (exact + 50) // 100 * 100


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to `weights`, by largest remainder; the parts sum to it.

    Ties go to the earlier part. Weights are not negative; all zero shares equally.

    >>> spread(100, [1, 1, 1])
    [34, 33, 33]
    """
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: -(total * shares[i] % whole))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def read_dong(typed: object) -> object:
    """What somebody typed as a sum, without dots, spaces and ₫; anything else stays as typed.

    >>> read_dong("350.000₫"), read_dong("350 000"), read_dong("1.5"), read_dong(7)
    ('350000', '350000', '1.5', 7)
    """
    if not isinstance(typed, str):
        return typed
    bare = typed.strip().removesuffix("₫").removesuffix("đ").strip().replace(" ", "")
    return bare.replace(".", "") if _GROUPED.fullmatch(bare) else bare


_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
