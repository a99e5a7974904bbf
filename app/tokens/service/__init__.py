"""Commands about access tokens, and about requests that may come twice."""

from app.tokens.service.issuing import TokenIn, TokenShown, create_token, note_use, revoke_token
from app.tokens.service.repeats import Kept, keep_answer, kept_answer

__all__ = [
    "Kept",
    "TokenIn",
    "TokenShown",
    "create_token",
    "keep_answer",
    "kept_answer",
    "note_use",
    "revoke_token",
]
