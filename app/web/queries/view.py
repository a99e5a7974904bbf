"""The list as its page shows it: cards, filters, what is chosen, and what else there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row

from app.catalog.queries.facets import Counts, facets, total
from app.catalog.queries.listing import listing
from app.catalog.queries.spelling import spelling
from app.catalog.rules.categories import TREE, Trade
from app.catalog.rules.listing import FACETS, SORT_WORDS, Sort, Wanted
from app.core.i18n import gettext
from app.web.queries import filters
from app.web.queries.filters import Group, Option
from app.web.rules import address
from app.web.rules.address import Place


@dataclass(frozen=True)
class View:
    wanted: Wanted
    place: Place
    cards: Sequence[Row[Any]]
    counts: Counts
    more: str
    """The address of the next page, empty on the last."""
    corrected: str
    """What was searched instead of a text that finds nothing."""
    ask_again: datetime | None
    """When the numbers may be newer, if they are older than the last change."""

    @cached_property
    def groups(self) -> Sequence[Group]:
        """Made when a page shows them."""
        made = filters.groups(self.wanted, self.place, self.counts)
        return [group for group in made if group.options]

    @cached_property
    def flags(self) -> Sequence[Option]:
        return filters.flags(self.wanted, self.place, self.counts)

    @property
    def sorts(self) -> Sequence[tuple[str, str]]:
        """A list without a text has nothing to be relevant to."""
        offered = [sort for sort in Sort if self.wanted.text or sort is not Sort.RELEVANT]
        return [(sort.value, gettext(SORT_WORDS[sort])) for sort in offered]

    @property
    def chips(self) -> Iterator[Option]:
        """What is chosen, each with the view without it."""
        yield from (option for group in self.groups for option in group.chosen)
        yield from (flag for flag in self.flags if flag.chosen)

    @property
    def is_plain(self) -> bool:
        """Whether this is the page itself and not one of its countless mixtures."""
        return not any(address.pairs(self.wanted, self.place))

    @property
    def query(self) -> str:
        return address.write(self.wanted, self.place).partition("?")[2]

    @property
    def trades(self) -> Sequence[Trade]:
        return TREE

    def carried(self, form: str) -> list[tuple[str, str]]:
        """The pairs that a form of filters, or of the order, sends along unseen."""
        own = {"sort"} if form == "sort" else set(FACETS)
        names = {address.PARAMETERS[field] for field in own | {"after"}}
        return [pair for pair in address.pairs(self.wanted, self.place) if pair[0] not in names]

    @property
    def clear(self) -> str:
        names = [name for name in self.wanted.filters if name != self.place.fixed]
        return address.write(self.wanted.without(*names), self.place)


def view(reader: Connection, wanted: Wanted, place: Place, today: date) -> View:
    asked = replace(wanted, wards=tuple(filters.ward_codes(wanted.wards)))
    page, corrected = listing(reader, asked, today), ""
    if not page.cards and wanted.text and not wanted.after:
        corrected = spelling.correct(reader, wanted.text)
        asked = replace(asked, text=corrected or wanted.text)
        page = listing(reader, asked, today) if corrected else page
    counts, ask_again = (
        facets.get(reader, asked, today, place.fixed)
        if place.filtered
        else (total(reader, asked, today), None)
    )
    return View(
        wanted=wanted,
        place=place,
        cards=page.cards,
        counts=counts,
        more=address.write(replace(wanted, after=page.more), place) if page.more else "",
        corrected=corrected,
        ask_again=ask_again,
    )
