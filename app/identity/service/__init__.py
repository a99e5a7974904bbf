"""Commands about accounts: who signs in, how often somebody tried, and who did what."""

from app.identity.service.accounts import (
    AccountExists,
    change_password,
    confirm_password,
    issue_password,
    open_account,
    save_user,
)
from app.identity.service.codes import (
    WrongCode,
    check_code,
    is_about,
    issue_code,
    pretend_code,
)
from app.identity.service.records import ACTING, audit, record
from app.identity.service.registration import (
    ask_to_register,
    ask_to_reset,
    register,
    reset_password,
)
from app.identity.service.sessions import (
    WrongPassword,
    end_session,
    finish_sign_in,
    is_half,
    note_visit,
    revoke_other_sessions,
    revoke_session,
    sign_in,
    sign_out_elsewhere,
    start_session,
    token_hash,
)
from app.identity.service.tries import Tally, count_try, forget_tries, tally_try

__all__ = [
    "ACTING",
    "AccountExists",
    "Tally",
    "WrongCode",
    "WrongPassword",
    "ask_to_register",
    "ask_to_reset",
    "audit",
    "change_password",
    "check_code",
    "confirm_password",
    "count_try",
    "end_session",
    "finish_sign_in",
    "forget_tries",
    "is_about",
    "is_half",
    "issue_code",
    "issue_password",
    "note_visit",
    "open_account",
    "pretend_code",
    "record",
    "register",
    "reset_password",
    "revoke_other_sessions",
    "revoke_session",
    "save_user",
    "sign_in",
    "sign_out_elsewhere",
    "start_session",
    "tally_try",
    "token_hash",
]
