"""Pictures that a workbook names: sent along with it, or lying beside it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from app.core import media
from app.core.media import Medium, NotAPhotograph

_SIZED = re.compile(r"(.+)-(400|800|1600)\.webp")


class MissingPicture(LookupError):
    """Nothing of that name came with the workbook."""


class Pictures(Protocol):
    def medium(self, name: str) -> Medium:
        """Raises MissingPicture, NotAPhotograph."""


@dataclass(frozen=True)
class SentAlong:
    """Pictures from the same upload; nothing is kept on disk while it is only tried."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    keep: bool = False

    def medium(self, name: str) -> Medium:
        if name not in self.files:
            raise MissingPicture(name)
        upload = self.files[name]
        if not self.keep:
            width, height = media.measured(upload)
            return Medium(hashlib.sha256(upload).hexdigest(), width, height, ready=True)
        kept = media.keep(upload)
        media.make_sizes(kept.content_hash)  # a lot's page opens with its picture, or not at all
        return replace(kept, ready=True)


@dataclass(frozen=True)
class Beside:
    """Pictures in the folder of the workbook, or in `img/` under it.

    Ready ones, `NAME-800.webp` with its other sizes, are taken over as they are.
    """

    folder: Path
    keep: bool = True

    def medium(self, name: str) -> Medium:
        path = next(
            (path for path in (self.folder / name, self.folder / "img" / name) if path.is_file()),
            None,
        )
        if path is None:
            raise MissingPicture(name)
        sized = _SIZED.fullmatch(name)
        if sized and self.keep:
            return media.adopt(path.parent / sized[1])
        return SentAlong({name: path.read_bytes()}, keep=self.keep).medium(name)


__all__ = ["Beside", "MissingPicture", "NotAPhotograph", "Pictures", "SentAlong"]
