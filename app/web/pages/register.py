"""The public register of OCOP products."""

from fastapi import APIRouter, Request, Response

from app.core import page_cache
from app.core.days import next_midnight, today
from app.core.db import ReaderDep
from app.core.templates import render
from app.web.queries.register import register

router = APIRouter(include_in_schema=False)
STARS = {"3": 3, "4": 4, "5": 5}


@router.get("/ocop")
def ocop(request: Request, reader: ReaderDep, sao: str = "", sau: str = "") -> Response:
    stars = STARS.get(sao, 0)
    found = register(reader, today(), stars, sau[:200])
    response = render(request, "web/ocop.html", found=found, stars=stars, first=not sau)
    return page_cache.public(response, "listing", until=next_midnight())


page_cache.keep("/ocop", "sao", "sau")
