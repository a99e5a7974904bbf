"""What holds of sellers' papers, shops, accounts and people, without a database."""

from app.sellers.rules.away import LONGEST_AWAY, back_on, is_away
from app.sellers.rules.bank import Holder, holder_of, normal_number, same_holder
from app.sellers.rules.documents import (
    IDENTITY,
    MUST_EXPIRE,
    REASONS,
    DocumentKind,
    DocumentState,
    DocumentStatus,
    state,
)
from app.sellers.rules.expiry import Bucket, bucket, threshold
from app.sellers.rules.shop import PictureSlot
from app.sellers.rules.team import Duty, trusted_with

__all__ = [
    "IDENTITY",
    "LONGEST_AWAY",
    "MUST_EXPIRE",
    "REASONS",
    "Bucket",
    "DocumentKind",
    "DocumentState",
    "DocumentStatus",
    "Duty",
    "Holder",
    "PictureSlot",
    "back_on",
    "bucket",
    "holder_of",
    "is_away",
    "normal_number",
    "same_holder",
    "state",
    "threshold",
    "trusted_with",
]
