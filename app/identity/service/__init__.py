"""Commands about accounts: who signs in, how often somebody tried, and who did what."""

from app.identity.service.accounts import (
    AccountExists,
    change_password,
    confirm_password,
    issue_password,
    open_account,
    save_user,
)
from app.identity.service.records import audit
from app.identity.service.sessions import (
    WrongPassword,
    end_session,
    finish_sign_in,
    is_half,
    note_visit,
    revoke_other_sessions,
    revoke_session,
    sign_in,
    start_session,
    token_hash,
)
from app.identity.service.tries import count_try, forget_tries

__all__ = [
    "AccountExists",
    "WrongPassword",
    "audit",
    "change_password",
    "confirm_password",
    "count_try",
    "end_session",
    "finish_sign_in",
    "forget_tries",
    "is_half",
    "issue_password",
    "note_visit",
    "open_account",
    "revoke_other_sessions",
    "revoke_session",
    "save_user",
    "sign_in",
    "start_session",
    "token_hash",
]
