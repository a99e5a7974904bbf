"""Who asks, in which format, and the document that they send."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.core.db import SessionDep
from app.core.errors import DomainError, Invalid
from app.core.i18n import mark
from app.core.rest.problems import Malformed
from app.epcis.rules.shown import Format
from app.tokens.deps import Credentials, LotsReader, LotsWriter, caller, scoped, visitor
from app.tokens.queries import Caller
from app.tokens.rules import Scope

FILE_SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes of one document."""
DEEPEST = 24
"""Levels of JSON; GS1's own fields need ten."""
MEDIA_TYPES = frozenset({"application/json", "application/ld+json"})

Owner = LotsReader
"""A seller's system that reads what is its own: capture jobs, named queries."""
Capturer = LotsWriter
"""A seller's system that captures."""


class DocumentTooLarge(DomainError):
    """More bytes than `GS1-EPCIS-Capture-File-Size-Limit`."""

    status, title = 413, mark("Tài liệu nặng quá 4 MB")


class WrongHeader(Invalid):
    """A header of GS1 whose value it does not know."""

    status, title = 400, mark("Tiêu đề GS1 chưa đúng")


def reader(request: Request, credentials: Credentials, session: SessionDep) -> Caller | None:
    """The system of a seller, or nobody in particular; a token that opens nothing is refused."""
    if "authorization" not in request.headers:
        visitor(request)
        return None
    return scoped(Scope.LOTS_READ)(caller(request, credentials, session))


Reader = Annotated[Caller | None, Depends(reader)]


def seller_of(who: Caller | None) -> UUID | None:
    return who.seller.id if who else None


def wanted_format(request: Request) -> Format:
    """How identifiers are to be written (header `GS1-EPC-Format`). Raises WrongHeader."""
    said = request.headers.get("gs1-epc-format", Format.ANY)
    try:
        return Format(said)
    except ValueError:
        raise WrongHeader(mark("GS1-EPC-Format có giá trị không biết.")) from None


EpcFormat = Annotated[Format, Depends(wanted_format)]


async def sent_json(request: Request) -> Any:
    """The body. Raises DocumentTooLarge before all of it has come, Malformed."""
    length = request.headers.get("content-length", "")
    left = FILE_SIZE_LIMIT
    if length.isdigit() and int(length) > left:
        raise DocumentTooLarge(mark("Mỗi tài liệu nặng nhất 4 MB."))
    parts = []
    async for part in request.stream():
        left -= len(part)
        if left < 0:  # one that did not say its length
            raise DocumentTooLarge(mark("Mỗi tài liệu nặng nhất 4 MB."))
        parts.append(part)
    return await run_in_threadpool(_parsed, b"".join(parts))


SentJson = Annotated[Any, Depends(sent_json)]


def _parsed(body: bytes) -> Any:
    try:
        said = json.loads(body, parse_constant=_refuse, object_pairs_hook=_once)
        _refuse_deep(said, DEEPEST)
    except (ValueError, RecursionError):
        raise Malformed(mark("Nội dung không phải JSON đọc được.")) from None
    return said


def _refuse(constant: str) -> None:
    """`NaN` and `Infinity` are Python's, not JSON's."""
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would mean two things to two readers."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name stands twice")
    return said


def _refuse_deep(value: Any, depth: int) -> None:
    """Also text that no table keeps: NUL, lone surrogates."""
    if depth < 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        value.encode()
    elif isinstance(value, dict):
        for name, each in value.items():
            _refuse_deep(name, depth)
            _refuse_deep(each, depth - 1)
    elif isinstance(value, list):
        for each in value:
            _refuse_deep(each, depth - 1)
