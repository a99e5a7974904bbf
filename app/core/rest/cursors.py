"""Where the next page of a list begins: opaque to clients, and signed, so that nobody makes one up.

A cursor belongs to one list with one choice of filters; anywhere else it is refused.
"""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Annotated, Any

from fastapi import Query

from app.core.config import settings
from app.core.i18n import gettext, mark
from app.core.rest.problems import ManyFaults

MAC = 12
"""Bytes of the signature that are kept: 96 bits."""
CursorText = Annotated[
    str,
    Query(
        alias="cursor",
        max_length=600,
        description=mark("next_cursor của trang trước; bỏ trống là trang đầu."),
    ),
]


def write(place: str, *values: Any) -> str:
    """A cursor of the list `place`, which names it and its filters; `values` are JSON values."""
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_mac(place, body) + body).decode().rstrip("=")


def read(place: str, cursor: str) -> list[Any]:
    """The values of a cursor that `write` made for the same place. Raises ManyFaults (422).

    >>> read("lots", write("lots", "K7Q4M9MXDT"))
    ['K7Q4M9MXDT']
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not hmac.compare_digest(raw[:MAC], _mac(place, raw[MAC:])):
        said = gettext(mark("Con trỏ trang này không phải của danh sách này."))
        raise ManyFaults([{"parameter": "cursor", "detail": said}])
    values: list[Any] = json.loads(raw[MAC:])
    return values


def _mac(place: str, body: bytes) -> bytes:
    message = f"cursor:{place}:".encode() + body
    return hmac.digest(settings.secret(), message, hashlib.sha256)[:MAC]
