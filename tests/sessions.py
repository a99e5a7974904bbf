"""Signed-in browsers, with real session rows."""

from app.identity.deps import PLAIN_COOKIE
from app.identity.models import User
from app.identity.service import start_session
from tests.conftest import Client


def signed_in(client: Client, user: User) -> Client:
    """The same browser, after `user` signed in: `signed_in(visit(), make_user(session))`."""
    client.cookies.set(PLAIN_COOKIE, start_session(client.session, user, user_agent="tests"))
    client.session.flush()
    return client
