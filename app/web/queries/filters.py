"""The filters of a list: what each offers, how many products it leaves, what is chosen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.catalog.queries.facets import Counts
from app.catalog.rules.categories import TREE, parent, trade
from app.catalog.rules.listing import AGES, PRICES, STARS, WEIGHTS, Wanted
from app.catalog.rules.words import TEA_TYPES
from app.core.i18n import gettext
from app.core.text import fold
from app.places import queries as places
from app.web.rules import address
from app.web.rules.address import Place

MOST_OPTIONS = 12
"""Of communes and makers the list offers those with the most products."""


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    count: int
    chosen: bool
    address: Callable[[], str]

    @property
    def path(self) -> str:
        """The view with it taken or taken back: for the few that are shown as links."""
        return self.address()


@dataclass(frozen=True)
class Group:
    """A filter: `name` is its parameter; `single` allows one choice."""

    name: str
    legend: str
    options: Sequence[Option]
    single: bool

    @property
    def chosen(self) -> Sequence[Option]:
        return [option for option in self.options if option.chosen]


def groups(wanted: Wanted, place: Place, counts: Counts) -> Iterator[Group]:
    make = _Maker(wanted, place, counts)
    if place.fixed != "category":
        yield make.group("category", gettext("Ngành hàng"), _trades(wanted, counts))
    yield make.group("tea_types", gettext("Loại chè"), _words(TEA_TYPES))
    yield make.group("stars", gettext("Hạng OCOP"), _stars())
    if place.fixed != "wards":
        yield make.group("wards", gettext("Xã, phường"), _wards(wanted, counts))
    yield make.group("price", gettext("Giá mỗi gói"), _bands(PRICES))
    yield make.group("weight", gettext("Khối lượng gói"), _bands(WEIGHTS))
    yield make.group("harvest", gettext("Ngày thu hoạch"), _bands(AGES))
    if place.fixed != "sellers":
        yield make.group("sellers", gettext("Nhà làm"), _sellers(wanted, counts))


@dataclass(frozen=True)
class Choice:
    """A value of a filter as the list knows it, as the address says it, and in words."""

    value: str
    key: str
    label: str


class _Maker:
    """Builds the groups of one view; a choice that would leave nothing is not offered."""

    def __init__(self, wanted: Wanted, place: Place, counts: Counts) -> None:
        self.wanted, self.place, self.counts = wanted, place, counts

    def group(self, field: str, legend: str, choices: Iterable[Choice]) -> Group:
        options = [self.option(field, choice) for choice in choices]
        offered = [option for option in options if option.count or option.chosen]
        single = field not in address.MANY
        return Group(address.PARAMETERS[field], legend, offered, single)

    def option(self, field: str, choice: Choice) -> Option:
        key: Any = int(choice.key) if field == "stars" else choice.key
        now = getattr(self.wanted, field)
        chosen = key in now if field in address.MANY else now == key
        path = partial(_write_toggled, self.wanted, field, key, self.place)
        count = self.counts.of[field].get(choice.value, 0)
        if field == "category":
            count = count or self.counts.of["groups"].get(choice.value, 0)
        return Option(choice.key, choice.label, count, chosen, path)


def flags(wanted: Wanted, place: Place, counts: Counts) -> list[Option]:
    said = {"in_stock": gettext("Còn hàng"), "traceable": gettext("Có mã lô, xem được gốc")}
    return [
        Option(
            address.PARAMETERS[field],
            label,
            counts.of[field].get("1", 0),
            getattr(wanted, field),
            partial(_write_toggled, wanted, field, True, place),
        )
        for field, label in said.items()
    ]


def _write_toggled(wanted: Wanted, field: str, value: Any, place: Place) -> str:
    return address.write(address.toggled(wanted, field, value), place)


def _trades(wanted: Wanted, counts: Counts) -> Iterator[Choice]:
    """All groups; under the chosen one its leaves."""
    here = trade(wanted.category)
    group = parent(wanted.category) or here
    for one in TREE:
        yield Choice(one.slug, one.slug, one.said)
        if group is one and counts.total:
            yield from (Choice(leaf.slug, leaf.slug, leaf.said) for leaf in one.children)


def _words(said: dict[str, str]) -> list[Choice]:
    return [Choice(value, value, gettext(label)) for value, label in said.items()]


def _stars() -> list[Choice]:
    said = gettext("{stars} sao")
    return [Choice(str(stars), str(stars), said.format(stars=stars)) for stars in STARS]


def _bands(bands: Iterable[Any]) -> list[Choice]:
    return [Choice(one.key, one.key, gettext(one.said)) for one in bands]


def _wards(wanted: Wanted, counts: Counts) -> list[Choice]:
    codes = _most(counts.of["wards"], ward_codes(wanted.wards))
    named = [(places.ward(code), places.ward_slug(code)) for code in codes if _is_ours(code)]
    choices = [Choice(ward.code, slug, ward.short_name) for ward, slug in named]
    return sorted(choices, key=lambda choice: fold(choice.label))


def ward_name(code: str) -> str:
    """The short name of a commune, empty for a code that is none."""
    try:
        return places.ward(code).short_name
    except places.UnknownPlace:
        return ""


def _is_ours(code: str) -> bool:
    try:
        return bool(places.ward_slug(code))
    except places.UnknownPlace:
        return False


def _sellers(wanted: Wanted, counts: Counts) -> list[Choice]:
    names = counts.seller_names
    slugs = [slug for slug in _most(counts.of["sellers"], wanted.sellers) if slug in names]
    return [Choice(slug, slug, names[slug]) for slug in slugs]


def _most(counted: Mapping[str, int], chosen: Iterable[str]) -> list[str]:
    """The values with the most products, and the chosen ones wherever they stand."""
    leading = sorted(counted, key=lambda value: -counted[value])[:MOST_OPTIONS]
    return list(dict.fromkeys([*chosen, *leading]))


def ward_codes(slugs: Iterable[str]) -> Iterator[str]:
    for slug in slugs:
        try:
            yield places.ward_by_slug(slug).code
        except places.UnknownPlace:
            continue
