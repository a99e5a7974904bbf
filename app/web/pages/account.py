"""One's own account: who I am, which desks are mine, where I am signed in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.core.db import SessionDep, utc_now
from app.core.templates import render
from app.identity import queries, rules
from app.identity.deps import CurrentUser
from app.identity.service import openid
from app.sellers import queries as sellers

router = APIRouter(include_in_schema=False)


@router.get("/tai-khoan")
def account(
    request: Request,
    user: CurrentUser,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return render(
        request,
        "web/account.html",
        user=user,
        membership=sellers.membership(session, user.id),
        may_open=user.role is rules.Role.SHOPPER and not sellers.owned(session, user.id),
        leavable=sellers.leavable(session, user.id),
        operates=rules.may(user.role, rules.Permission.SEE_DESK),
        assists=rules.may(user.role, rules.Permission.ASSIST),
        sessions=queries.open_sessions(session, user.id, utc_now()),
        this_session=request.state.token_hash,
        device_name=rules.device_name,
        providers=openid.open_profiles(),
        done=xong,
    )
