"""`/api`: how other systems talk to the shop, made of the API's own description."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from app.core import page_cache
from app.core.i18n import gettext, language
from app.core.rest import PREFIX
from app.core.rest.document import METHODS, document
from app.core.rest.problems import KINDS, MEANINGS
from app.core.templates import render
from app.tokens.rules import PER_ADDRESS, PER_TOKEN, SCOPE_WORDS

router = APIRouter(include_in_schema=False)


@router.get("/api")
def developers(request: Request) -> Response:
    described = document(request.app, language())
    page = render(
        request,
        "web/developers.html",
        groups=_groups(described),
        problems=[(kind, status, gettext(MEANINGS[status])) for status, kind in KINDS.items()],
        scopes=[(scope.value, gettext(said)) for scope, said in SCOPE_WORDS.items()],
        per_token=PER_TOKEN,
        per_address=PER_ADDRESS,
    )
    return page_cache.squeezed(request, page)


def _groups(described: Mapping[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """Operations by what they are about, in the order of the document."""
    found: dict[str, list[dict[str, str]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, operations in described["paths"].items():
        for method in (each for each in METHODS if each in operations):
            one = operations[method]
            shown = {"method": method.upper(), "path": path.removeprefix(PREFIX)}
            shown["summary"] = one["summary"]
            found[one["tags"][0]].append(shown | {"scope": one.get("x-scope", "")})
    return [(tag["description"], found[tag["name"]]) for tag in described["tags"]]
