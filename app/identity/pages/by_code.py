"""What registering and a lost password have in common: a phone, then the code that was sent to it.

The phone goes from the first page to the second in a sealed cookie, so that no address holds it.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel

from app.core.i18n import localised_path
from app.core.phones import mobile
from app.core.sealing import BrokenSeal, sealed_text, unsealed_text

COOKIE = "ng-ma"
KEPT_SECONDS = 15 * 60


class PhoneIn(BaseModel):
    phone: Annotated[str, AfterValidator(mobile)]


@dataclass(frozen=True)
class Begun:
    """The phone that a browser typed on the first page, and where it wants to go afterwards."""

    phone: str
    onward: str


def to_code_page(request: Request, path: str, begun: Begun, done: str = "") -> Response:
    """303 to where the code is typed."""
    query = f"?xong={done}" if done else ""
    response = RedirectResponse(localised_path(f"{path}/ma{query}"), 303)
    response.set_cookie(
        COOKIE,
        sealed_text(f"{begun.phone} {begun.onward}", purpose=path),
        max_age=KEPT_SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def begun(request: Request, path: str) -> Begun | None:
    """None for a browser that was not on the first page, or too long ago: it is led back there."""
    try:
        kept = unsealed_text(request.cookies.get(COOKIE, ""), purpose=path)
    except BrokenSeal:
        return None
    phone, _, onward = kept.partition(" ")
    return Begun(phone, onward) if phone else None


def to_first_page(path: str) -> Response:
    return RedirectResponse(localised_path(path), 303)


def forget(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/")
    return response


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
