"""Provinces, wards and what became of the old ones."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from app.core.errors import NotFound
from app.core.i18n import language, speaking
from app.core.text import fold
from app.places.queries.files import DATA, read, version
from app.places.rules import HOME, LegacyUnit, Province, Ward, units

Found = TypeVar("Found")


class UnknownPlace(NotFound):
    """No province or ward has this code or address."""


@dataclass(frozen=True, slots=True)
class AddressChoices:
    """What `shared/address.html` offers: all provinces, and the wards of the chosen one."""

    province_code: str
    wards: tuple[Ward, ...]
    version: str

    @property
    def province_options(self) -> tuple[tuple[str, str], ...]:
        return _province_options(language())

    @property
    def ward_options(self) -> tuple[tuple[str, str], ...]:
        return _ward_options(self.province_code) if self.wards else ()


@cache
def _province_options(lang: str) -> tuple[tuple[str, str], ...]:
    """Kept by language: some names are followed by a word of ours."""
    with speaking(lang):
        return tuple((known.code, known.choice) for known in provinces())


@cache
def _ward_options(province_code: str) -> tuple[tuple[str, str], ...]:
    return tuple((place.code, place.choice) for place in wards(province_code))


def address_choices(province_code: str) -> AddressChoices:
    """An unknown or empty `province_code` offers no wards; the form then asks for the province."""
    chosen = _provinces().get(province_code)
    return AddressChoices(province_code, chosen.wards if chosen else (), _version())


def provinces() -> tuple[Province, ...]:
    """All 34, in the order of the Vietnamese alphabet."""
    return tuple(_provinces().values())


def province(code: str) -> Province:
    """Raises `UnknownPlace`."""
    return _found(_provinces(), code)


def wards(province_code: str) -> tuple[Ward, ...]:
    """The province's wards in the order of the Vietnamese alphabet; raises `UnknownPlace`."""
    return province(province_code).wards


def ward(code: str) -> Ward:
    """Raises `UnknownPlace`."""
    return _found(_wards(), code)


def ward_by_slug(slug: str) -> Ward:
    """A unit of Thái Nguyên by the last part of its `/xa/…` address; raises `UnknownPlace`."""
    return _found(_slugs(), slug)


def ward_slug(code: str) -> str:
    """The last part of a Thái Nguyên unit's `/xa/…` address; raises `UnknownPlace`."""
    return _found(_slug_by_code(), code)


def is_province(code: str) -> bool:
    return code in _provinces()


def is_ward_of(ward_code: str, province_code: str) -> bool:
    known = _wards().get(ward_code)
    return known is not None and known.province_code == province_code


def address_line(street: str, ward_code: str) -> str:
    """`Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên`; raises `UnknownPlace`."""
    place = ward(ward_code)
    return units.address_line(street, place, province(place.province_code))


def search_wards(text: str, province_code: str = "", limit: int = 20) -> tuple[Ward, ...]:
    """Wards whose name, or the name of a unit that became them, answers `text`; best first.

    What follows a comma narrows it: `tân cương, thái nguyên`. Thái Nguyên comes before others.
    """
    names = [units.bare(part) for part in units.parts(text)]
    ranks = _ranks(names[0], names[1:]) if any(names) else {}
    found = [known for known in _wards().values() if known.code in ranks]
    if province_code:
        found = [known for known in found if known.province_code == province_code]
    return tuple(sorted(found, key=lambda known: ranks[known.code])[:limit])


def legacy(text: str) -> tuple[LegacyUnit, ...]:
    """Old units called `text`, with or without type, marks, district and province.

    Those of the written type come first, then those of Thái Nguyên and Bắc Kạn.
    """
    names = units.parts(text)
    if not names:
        return ()
    found = [unit for unit in _legacy_by_name().get(units.bare(names[0]), ()) if _lies(unit, names)]
    return tuple(sorted(found, key=lambda unit: (fold(unit.name) != fold(names[0]), _abroad(unit))))


def former_names(ward_code: str) -> tuple[str, ...]:
    """The units that became this ward, wholly or in part, in the order of their old codes."""
    return tuple(unit.name or unit.district for unit in _legacy_by_ward().get(ward_code, ()))


def _found(known: dict[str, Found], key: str) -> Found:
    try:
        return known[key]
    except KeyError:
        raise UnknownPlace from None


def _ranks(wanted: str, within: list[str]) -> dict[str, tuple[int, bool]]:
    """Sort keys, by code, of the wards that answer; an old name stands behind present ones."""
    ranks: dict[str, tuple[int, bool]] = {}
    for name in _names():
        found = units.rank(name.folded, wanted)
        if found is not None and all(part in name.around for part in within):
            key = (found + name.handicap, name.abroad)
            ranks[name.ward_code] = min(key, ranks.get(name.ward_code, key))
    return ranks


@dataclass(frozen=True, slots=True)
class _Name:
    """One name that leads to a ward; `around` are the folded units that it lies or lay in."""

    ward_code: str
    folded: str
    around: frozenset[str]
    handicap: int
    abroad: bool


@cache
def _names() -> tuple[_Name, ...]:
    present = [_present_name(place) for place in _wards().values()]
    return (*present, *(name for unit in _legacy_units() for name in _old_names(unit)))


def _present_name(place: Ward) -> _Name:
    home = province(place.province_code)
    around = frozenset(map(_bare, (home.name, *home.merged)))
    return _Name(place.code, _bare(place.name), around, 0, home.code != HOME)


def _old_names(unit: LegacyUnit) -> Iterator[_Name]:
    around = frozenset(map(_bare, (unit.district, unit.province)))
    for code in unit.ward_codes:
        yield _Name(code, _bare(unit.name or unit.district), around, 3, _abroad(unit))


_bare = cache(units.bare)  # districts and provinces return thousands of times


def _lies(unit: LegacyUnit, names: list[str]) -> bool:
    around = {_bare(unit.district), _bare(unit.province)}
    return all(units.bare(name) in around for name in names[1:])


def _abroad(unit: LegacyUnit) -> bool:
    return _wards()[unit.ward_codes[0]].province_code != HOME


@cache
def _version() -> str:
    return version(DATA / "vn_admin.json")


@cache
def _provinces() -> dict[str, Province]:
    return {row["code"]: _province(row) for row in read("vn_admin.json")["provinces"]}


def _province(row: dict[str, Any]) -> Province:
    inside = tuple(Ward(code, name, row["code"]) for code, name in row["wards"])
    return Province(row["code"], row["name"], tuple(row["merged"]), inside)


@cache
def _wards() -> dict[str, Ward]:
    return {place.code: place for known in _provinces().values() for place in known.wards}


@cache
def _slugs() -> dict[str, Ward]:
    return units.slugs(wards(HOME))


@cache
def _slug_by_code() -> dict[str, str]:
    return {place.code: slug for slug, place in _slugs().items()}


@cache
def _legacy_units() -> tuple[LegacyUnit, ...]:
    return tuple(
        LegacyUnit(name, district, old_province, tuple(codes))
        for old_province, districts in read("vn_admin_legacy.json")["units"].items()
        for district, inside in districts.items()
        for name, *codes in inside
    )


@cache
def _legacy_by_name() -> dict[str, list[LegacyUnit]]:
    found = defaultdict(list)
    for unit in _legacy_units():
        found[_bare(unit.name or unit.district)].append(unit)
    return dict(found)


@cache
def _legacy_by_ward() -> dict[str, list[LegacyUnit]]:
    found = defaultdict(list)
    for unit in _legacy_units():
        for code in unit.ward_codes:
            found[code].append(unit)
    return dict(found)
