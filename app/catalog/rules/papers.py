"""Food-safety papers: which goods need which, and what is wrong with those that are there.

Processed, packaged food is declared by its maker before it is sold, and made in a place with a
food-safety certificate or a paper that stands for it (Decree 15/2018, articles 4, 11 and 12);
fresh fruit and crafts need neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from app.core.i18n import mark

BOTH = ("self_declaration", "food_safety")
NEEDED: dict[str, tuple[str, ...]] = {
    "che": BOTH,
    "mien-gao-do-kho": BOTH,
    "gao": ("food_safety",),
    "mat-ong-duoc-lieu": BOTH,
    "tinh-dau": (),
    "trai-cay": BOTH,
    "qua-tuoi": (),
    "thit-trung-nuoc-cham": BOTH,
    "qua-bieu": ("food_safety",),
}
"""By a category, or by its group for those that are not named."""

SOON = timedelta(days=30)
WORDS = {
    "self_declaration": mark("Bản tự công bố sản phẩm"),
    "food_safety": mark("Giấy chứng nhận đủ điều kiện an toàn thực phẩm"),
}
MISSING = {
    "self_declaration": mark("Số bản tự công bố sản phẩm"),
    "food_safety": mark("Giấy an toàn thực phẩm"),
}
EXPIRED = {
    "self_declaration": mark("Bản tự công bố đã hết hạn"),
    "food_safety": mark("Giấy an toàn thực phẩm đã hết hạn"),
}


NOT_ACCEPTED = mark("Chưa xem và nhận: {paper}")


class Paper(Protocol):
    """A paper, as far as these rules care."""

    @property
    def kind(self) -> str: ...

    @property
    def expires_on(self) -> date | None: ...


def needed(category: str, group: str, by_category: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The kinds of papers that goods of a category need.

    >>> needed("qua-tuoi", "trai-cay", NEEDED), needed("qua-che-bien", "trai-cay", NEEDED)
    ((), ('self_declaration', 'food_safety'))
    """
    found = by_category.get(category)
    return by_category.get(group, ()) if found is None else found


def expired(paper: Paper, today: date) -> bool:
    """A paper holds to the end of its last day."""
    return paper.expires_on is not None and paper.expires_on < today


def ends_soon(paper: Paper, today: date) -> bool:
    return paper.expires_on is not None and today <= paper.expires_on <= today + SOON


def faults(kinds: Sequence[str], papers: Sequence[Paper], today: date) -> Iterator[tuple[str, str]]:
    """(kind, what is wrong): one that is not there, or one that ran out, needed or not."""
    by_kind = {str(paper.kind): paper for paper in papers}
    for kind in WORDS:
        paper = by_kind.get(kind)
        if paper is not None and expired(paper, today):
            yield kind, EXPIRED[kind]
        elif paper is None and kind in kinds:
            yield kind, MISSING[kind]
