"""Signed-in browsers, with real session rows."""

from app.core.csrf import FIELD
from app.identity.deps import PLAIN_COOKIE
from app.identity.models import User
from app.identity.service import start_session
from tests.conftest import Client


def signed_in(client: Client, user: User) -> Client:
    """The same browser, after `user` signed in: `signed_in(visit(), make_user(session))`."""
    token = start_session(client.session, user, user_agent="tests")
    client.cookies.set(PLAIN_COOKIE, token, domain="127.0.0.1")
    client.session.flush()
    return client


def form_token(client: Client) -> dict[str, str]:
    """The hidden field of every form that this signed-in browser was shown."""
    page = client.get("/tai-khoan").text
    return {FIELD: page.split(f'name="{FIELD}" value="')[1].split('"')[0]}
