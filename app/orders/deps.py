"""The visitor's basket: an opaque cookie that only we read, and the count that pages may show."""

from typing import Annotated

from fastapi import Depends, Request, Response

SECURE_COOKIE, PLAIN_COOKIE = "__Host-ng-gio", "ng-gio"
COUNT_COOKIE = "ng_gio"
KEPT = 60 * 60 * 24 * 60
"""Seconds for which a browser keeps a basket that nobody touches."""


async def basket_token(request: Request) -> str:
    """Over HTTPS only the cookie that no other host could have set counts; empty: no basket."""
    return request.cookies.get(_cookie(request), "")


BasketToken = Annotated[str, Depends(basket_token)]


def remember_basket(request: Request, response: Response, token: str, units: int) -> None:
    """Hands the browser its basket, and how many things lie in it for the badge of cached pages."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        _cookie(request), token, KEPT, path="/", secure=secure, httponly=True, samesite="lax"
    )
    response.set_cookie(COUNT_COOKIE, str(units), KEPT, path="/", secure=secure, samesite="lax")


def forget_basket(request: Request, response: Response) -> None:
    secure = request.url.scheme == "https"
    response.delete_cookie(_cookie(request), path="/", secure=secure, samesite="lax")
    response.delete_cookie(COUNT_COOKIE, path="/", secure=secure, samesite="lax")


def _cookie(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE
