"""What a sheet calls a commune or a ward."""

from collections.abc import Container

from app.core.text import fold, nfc


def plain(name: str) -> str:
    """Marks kept, since two communes may differ by a mark alone.

    >>> plain(" Xã  Tân Cương")
    'xã tân cương'
    """
    return " ".join(nfc(name).lower().split())


def known_as(name: str, names: Container[str]) -> str | None:
    """Under which of `names` it is known: as written, else without its marks."""
    return next((each for each in (plain(name), fold(name)) if each in names), None)
