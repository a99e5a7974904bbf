"""Which of the waiting products an operator wants to see; it stands in the address."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

LATE = timedelta(days=2)
NEW, REVISED = "moi", "sua"


@dataclass(frozen=True)
class Wanted:
    """`kind` is NEW, REVISED or "" for both; `seller` a slug; `late` those older than LATE."""

    kind: str = ""
    seller: str = ""
    late: bool = False

    @classmethod
    def read(cls, kind: str, seller: str, late: str) -> "Wanted":
        return cls(kind if kind in {NEW, REVISED} else "", seller, late == "1")

    @property
    def query(self) -> str:
        """
        >>> Wanted(NEW, late=True).query, Wanted().query
        ('?loai=moi&lau=1', '')
        """
        said = {"loai": self.kind, "nha": self.seller, "lau": "1" if self.late else ""}
        given = {name: value for name, value in said.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def but(self, **changes: object) -> "Wanted":
        return replace(self, **changes)  # type: ignore[arg-type]  # of the fields above
