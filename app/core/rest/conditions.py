"""Conditional requests (RFC 9110, 13): nobody writes over what they have not seen."""

import re
from typing import Annotated

from fastapi import Header, Request, Response
from pydantic import BaseModel

from app.core.i18n import mark
from app.core.rest.problems import ConditionFailed, ConditionMissing
from app.core.rest.schemas import tag_of

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=600,
        description=mark("ETag của lần đọc gần nhất; thiếu thì 428, không khớp thì 412."),
        json_schema_extra={"x-required": True},
    ),
]
_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')


def require_match(if_match: str | None, current: BaseModel) -> None:
    """The caller holds the lock of what `current` shows. Raises ConditionMissing, ConditionFailed.

    Weak tags never match (RFC 9110, 13.1.1); `*` matches whatever is there.
    """
    if if_match is None:
        raise ConditionMissing(mark("Gửi kèm If-Match: ETag của lần đọc gần nhất."))
    if if_match.strip() != "*" and tag_of(current) not in _tags(if_match):
        raise ConditionFailed(mark("Đọc lại, xem điều gì đã khác, rồi gửi lại."))


def _tags(header: str) -> set[str]:
    return {found[0] for found in _TAG.finditer(header)}


def not_modified(request: Request, response: Response) -> bool:
    """Whether the client has these very bytes already; tags compare weakly here (13.1.2)."""
    wanted, tag = request.headers.get("if-none-match"), response.headers.get("etag")
    if wanted is None or tag is None or request.method not in {"GET", "HEAD"}:
        return False
    return wanted.strip() == "*" or tag in {each.removeprefix("W/") for each in _tags(wanted)}
