"""Signed-in browsers, with real session rows."""

from datetime import datetime

from app.core.csrf import FIELD
from app.core.db import utc_now
from app.identity.deps import PLAIN_COOKIE
from app.identity.models import User
from app.identity.rules import NEED_SECOND_FACTOR
from app.identity.service import start_session
from app.identity.service.factors import keep_app
from tests.conftest import Client
from tests.factories import TOTP_SECRET


def signed_in(client: Client, user: User) -> Client:
    """The same browser, after `user` signed in: `signed_in(visit(), make_user(session))`.

    Both steps of it: whoever needs a second factor has an app with `TOTP_SECRET`.
    """
    if user.role in NEED_SECOND_FACTOR and not user.has_second_factor:
        keep_app(client.session, user, TOTP_SECRET)
    return half_signed_in(client, user, second_factor_at=utc_now())


def half_signed_in(client: Client, user: User, second_factor_at: datetime | None = None) -> Client:
    """After the password alone."""
    token = start_session(
        client.session, user, user_agent="tests", second_factor_at=second_factor_at
    )
    client.cookies.set(PLAIN_COOKIE, token, domain="127.0.0.1")
    client.session.flush()
    return client


def form_token(client: Client) -> dict[str, str]:
    """The hidden field of every form that this signed-in browser was shown."""
    page = client.get("/tai-khoan").text
    return {FIELD: page.split(f'name="{FIELD}" value="')[1].split('"')[0]}
