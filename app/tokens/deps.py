"""Who calls the API, and how often: a token in `Authorization`, never a cookie."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from typing import Annotated

from fastapi import Depends, Header, Request, Response, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.core.db import SessionDep, utc_now
from app.core.errors import NotAllowed, TooManyRequests
from app.core.i18n import gettext, mark
from app.core.rest.problems import ScopeMissing, Unauthorised
from app.core.rest.route import Answered, refuse_other_bodies
from app.identity.service import ACTING, Tally, tally_try
from app.sellers.models import SellerStatus
from app.tokens import queries, rules, service
from app.tokens.queries import Caller
from app.tokens.rules import Scope
from app.tokens.service.issuing import hash_of
from app.tokens.service.repeats import Kept

REPEATED = ("content-type", "etag", "location")
"""Headers of an answer that are kept with it."""
bearer = HTTPBearer(
    scheme_name="token",
    bearerFormat="ngt_…",
    description=mark("Mã truy cập của đơn vị, tạo ở /ban-hang/ket-noi."),
    auto_error=False,
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[\x21-\x7e]+$",
        description=mark("Gửi lại cùng khoá trong 24 giờ nhận đúng câu trả lời cũ."),
    ),
]


def caller(request: Request, credentials: Credentials, session: SessionDep) -> Caller:
    """Raises Unauthorised, NotAllowed while the seller is suspended, TooManyRequests.

    A token that opens nothing is counted by the address that it comes from: who invents tokens
    could invent one for every request.
    """
    token, now = credentials.credentials if credentials else "", utc_now()
    if not rules.is_token(token):
        visitor(request)
        raise Unauthorised(mark("Gửi mã trong Authorization: Bearer ngt_…"))
    found = queries.caller(session, hash_of(token), now)
    if found is None:
        visitor(request)
        raise Unauthorised(mark("Mã này không còn hiệu lực."))
    _count(request, f"api:token:{found.token.token_hash}", rules.PER_TOKEN)
    if found.seller.status is SellerStatus.SUSPENDED:
        raise NotAllowed(mark("Đơn vị đang tạm ngưng nên không dùng API được."))
    refuse_other_bodies(request)
    service.note_use(found.token, now)
    session.info[ACTING] = found.user.id
    return found


ApiCaller = Annotated[Caller, Depends(caller)]


def visitor(request: Request) -> None:
    """Whoever is nobody's system is counted by the address that it comes from.

    Raises TooManyRequests.
    """
    _count(request, f"api:address:{_address(request)}", rules.PER_ADDRESS)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _count(request: Request, key: str, limit: int) -> None:
    """Also for the headers of whatever the answer will be (draft-ietf-httpapi-ratelimit-headers).

    Raises TooManyRequests.
    """
    tally, now = tally_try(key, rules.WINDOW), utc_now()
    seconds = _seconds_left(tally, now)
    request.state.rate = {
        "ratelimit-policy": f'"minute";q={limit};w={int(rules.WINDOW.total_seconds())}',
        "ratelimit": f'"minute";r={max(0, limit - tally.tries)};t={seconds}',
    }
    if tally.tries > limit:
        said = gettext(mark("Mời thử lại sau {seconds} giây."))
        raise TooManyRequests(said.format(seconds=seconds), retry_after=seconds)


def _seconds_left(tally: Tally, now: datetime) -> int:
    return max(1, int((tally.started_at + rules.WINDOW - now).total_seconds()) + 1)


@cache
def scoped(scope: Scope) -> Callable[[Caller], Caller]:
    """A dependency: the caller, if the token may do this. Raises ScopeMissing."""

    def check(caller: ApiCaller) -> Caller:
        if scope not in caller.token.scopes:
            said = gettext(mark("Mã này thiếu quyền {scope}.")).format(scope=scope)
            raise ScopeMissing(said, scope)
        return caller

    check.scope = scope  # type: ignore[attr-defined]  # for the document
    return check


def writing(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    """As `scoped`; a write that was answered before by the same key is answered so again."""

    async def check(
        request: Request,
        caller: Annotated[Caller, Depends(scoped(scope))],
        session: SessionDep,
        key: IdempotencyKey = None,
    ) -> Caller:
        if key is not None:
            await _repeat(request, caller, session, key)
        return caller

    return check


async def _repeat(request: Request, caller: Caller, session: SessionDep, key: str) -> None:
    fingerprint = request.state.fingerprint
    known = await run_in_threadpool(service.kept_answer, session, caller.token.id, key, fingerprint)
    if known is not None:
        raise Answered(_again(known))

    async def keep(response: Response) -> None:
        if response.status_code < 300:
            kept = {name: response.headers[name] for name in REPEATED if name in response.headers}
            answered = Kept(response.status_code, kept, bytes(response.body))
            await run_in_threadpool(
                service.keep_answer, session, caller.token.id, key, fingerprint, answered
            )

    request.state.finishing = [keep]


def _again(known: Kept) -> Response:
    headers = {**known.headers, "idempotency-replayed": "true"}
    return Response(known.body, known.status, headers)


ProfileReader = Annotated[Caller, Depends(scoped(Scope.PROFILE_READ))]
ProductsReader = Annotated[Caller, Depends(scoped(Scope.PRODUCTS_READ))]
ProductsWriter = Annotated[Caller, Depends(writing(Scope.PRODUCTS_WRITE))]
StockWriter = Annotated[Caller, Depends(writing(Scope.STOCK_WRITE))]
OrdersReader = Annotated[Caller, Depends(scoped(Scope.ORDERS_READ))]
OrdersWriter = Annotated[Caller, Depends(writing(Scope.ORDERS_WRITE))]
LotsReader = Annotated[Caller, Depends(scoped(Scope.LOTS_READ))]
LotsWriter = Annotated[Caller, Depends(writing(Scope.LOTS_WRITE))]
