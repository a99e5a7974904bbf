"""What is wrong with an event, and where: each fault names its place in the JSON that was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import DomainError
from app.core.i18n import gettext, mark, speaking

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """`said` is a Vietnamese source text; `words` fill its braces."""

    path: Path
    said: str
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def pointer(self) -> str:
        return pointer(self.path)

    def under(self, *above: str | int) -> "Fault":
        return Fault((*above, *self.path), self.said, self.words)

    def sentence(self, lang: str) -> str:
        with speaking(lang):
            return gettext(self.said).format(**self.words)

    def shown(self) -> dict[str, str]:
        """As JSON: the place in both notations, the sentence in both languages."""
        return {
            "pointer": self.pointer,
            "jsonPath": json_path(self.path),
            "detail": self.sentence("vi"),
            "detail_en": self.sentence("en"),
        }


def pointer(path: Sequence[str | int]) -> str:
    """RFC 6901.

    >>> pointer(("epcisBody", "eventList", 0, "a/b"))
    '/epcisBody/eventList/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def json_path(path: Sequence[str | int]) -> str:
    """RFC 9535, normalised.

    >>> json_path(("eventList", 0, "tn:stage"))
    "$['eventList'][0]['tn:stage']"
    """
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f"['{step}']" for step in path)


class InvalidEvent(DomainError):
    """An event or a document that is not valid EPCIS 2.0; `faults` say where."""

    status, title = 400, mark("Sự kiện EPCIS chưa đúng")

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(f"{first.pointer}: {first.sentence('vi')}")
        self.faults = tuple(faults)
