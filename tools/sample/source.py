"""Reads the hand-written sources of the sample province."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from stdnum import ean
from stdnum.vn import mst

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "demo" / "source"
COMPANY = "893123456"
"""An invented company prefix in Vietnam's range; the design uses it for its examples."""


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((SOURCE / f"{name}.toml").read_text())


def sellers() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table("sellers")["seller"]
    return found


def products() -> list[dict[str, Any]]:
    return [*table("teas")["product"], *table("goods")["product"]]


def seller(key: str) -> dict[str, Any]:
    return next(found for found in sellers() if found["key"] == key)


def phone(seller: dict[str, Any]) -> str:
    """0900 000 1xx: valid to a checker, invented."""
    return f"0900 000 {100 + seller['serial']}"


def tax_code(seller: dict[str, Any]) -> str:
    """Ten digits that pass the check; farm households have none."""
    if not seller.get("tax", True):
        return ""
    bodies = (f"46099{n}0{seller['serial']:02d}" for n in range(9, -1, -1))
    digits = ((body, mst.calc_check_digit(body)) for body in bodies)
    return next(body + digit for body, digit in digits if len(digit) == 1)


def seller_key(seller: dict[str, Any]) -> str:
    return tax_code(seller) or phone(seller)


def gtin(item: int) -> str:
    body = f"{COMPANY}{item:03d}"
    return body + ean.calc_check_digit(body)
