"""What others ask about places: `units` (provinces, wards, old names) and `maps` (drawings)."""

from app.places.queries.maps import CommuneMap, ProvinceMap, commune_map, map_version, province_map
from app.places.queries.units import (
    AddressChoices,
    UnknownPlace,
    address_choices,
    address_line,
    former_names,
    is_province,
    is_ward_of,
    legacy,
    province,
    provinces,
    search_wards,
    ward,
    ward_by_slug,
    ward_slug,
    wards,
)

__all__ = [
    "AddressChoices",
    "CommuneMap",
    "ProvinceMap",
    "UnknownPlace",
    "address_choices",
    "address_line",
    "commune_map",
    "former_names",
    "is_province",
    "is_ward_of",
    "legacy",
    "map_version",
    "province",
    "province_map",
    "provinces",
    "search_wards",
    "ward",
    "ward_by_slug",
    "ward_slug",
    "wards",
]
