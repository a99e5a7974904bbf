"""What a browser asks while an address is being filled in."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.places import queries

router = APIRouter()
FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/places/{province}/wards")
def wards(province: str) -> JSONResponse:
    """`[[code, text of the option], …]`; the address names the data's version (`?v=`)."""
    choices = [[ward.code, ward.choice] for ward in queries.wards(province)]
    return JSONResponse(choices, headers={"cache-control": FOR_EVER})
