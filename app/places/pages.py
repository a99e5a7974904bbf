"""What a browser asks while an address is being filled in, and the pictures of communes."""

from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.core.assets import Asset, encoded
from app.core.templates import env
from app.places import queries

router = APIRouter()
FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/places/{province}/wards")
def wards(province: str) -> JSONResponse:
    """`[[code, text of the option], …]`; the address names the data's version (`?v=`)."""
    choices = [[ward.code, ward.choice] for ward in queries.wards(province)]
    return JSONResponse(choices, headers={"cache-control": FOR_EVER})


@router.get("/ban-do/{ward_code}.svg")
def commune(request: Request, ward_code: str) -> Response:
    """The commune among its neighbours; `?v=` names the version of the drawing."""
    return _picture(request, _commune(ward_code))


@router.get("/ban-do/{ward_code}/tinh.svg")
def commune_in_province(request: Request, ward_code: str) -> Response:
    """Where in the province the commune lies; `?v=` names the version of the drawing."""
    return _picture(request, _commune_in_province(ward_code))


def _picture(request: Request, picture: Asset) -> Response:
    encoding, body = encoded(picture, request.headers.get("accept-encoding", ""))
    return Response(body, headers=picture.headers(FOR_EVER) | encoding)


@cache
def _commune(ward_code: str) -> Asset:
    return _drawn("places/commune.svg", queries.commune_map(ward_code))


@cache
def _commune_in_province(ward_code: str) -> Asset:
    name = queries.ward(ward_code).short_name
    return _drawn("places/province.svg", queries.province_map([(ward_code, name)]))


def _drawn(template: str, drawing: queries.CommuneMap | queries.ProvinceMap) -> Asset:
    return Asset("map.svg", env.get_template(template).render(map=drawing).encode())
