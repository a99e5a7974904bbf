"""How far an import is, told while it runs."""

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    READING = "reading"
    CHECKING = "checking"
    ROWS = "rows"  # of one sheet
    FINISHING = "finishing"  # lots published, lists and search brought up to date


class Progress(Protocol):
    """Told now and then; it may raise `Stopped`."""

    def __call__(self, stage: Stage, sheet: str = "", done: int = 0, total: int = 0) -> None: ...


class Stopped(Exception):
    """Somebody cancelled meanwhile."""


def silent(stage: Stage, sheet: str = "", done: int = 0, total: int = 0) -> None:
    """For imports that nobody watches."""
