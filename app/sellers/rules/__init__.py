"""What holds of sellers, their standing, papers, shops, accounts and people: no database."""

from app.sellers.rules.away import LONGEST_AWAY, back_on, is_away
from app.sellers.rules.bank import Holder, holder_of, normal_number, same_holder
from app.sellers.rules.documents import (
    IDENTITY,
    MUST_EXPIRE,
    DocumentKind,
    DocumentState,
    DocumentStatus,
    state,
)
from app.sellers.rules.expiry import Bucket, bucket, threshold
from app.sellers.rules.numbers import (
    NOT_BORN_THEN,
    born_as_numbered,
    masked,
    normal_tax_code,
    personal_number,
    tax_code_of_firm,
)
from app.sellers.rules.registration import (
    FIELDS,
    TITLES,
    Gap,
    Known,
    Part,
    Registration,
    differences,
    gaps,
)
from app.sellers.rules.shop import OWN_WORDS, PictureSlot
from app.sellers.rules.states import (
    APPLYING,
    DECIDED,
    TRANSITIONS,
    WRITABLE,
    Decider,
    SellerKind,
    SellerStatus,
    may_become,
    needs_reason,
)
from app.sellers.rules.team import Duty, trusted_with
from app.sellers.rules.words import DECLARATION

__all__ = [
    "APPLYING",
    "DECIDED",
    "DECLARATION",
    "FIELDS",
    "IDENTITY",
    "LONGEST_AWAY",
    "MUST_EXPIRE",
    "NOT_BORN_THEN",
    "OWN_WORDS",
    "TITLES",
    "TRANSITIONS",
    "WRITABLE",
    "Bucket",
    "Decider",
    "DocumentKind",
    "DocumentState",
    "DocumentStatus",
    "Duty",
    "Gap",
    "Holder",
    "Known",
    "Part",
    "PictureSlot",
    "Registration",
    "SellerKind",
    "SellerStatus",
    "back_on",
    "born_as_numbered",
    "bucket",
    "differences",
    "gaps",
    "holder_of",
    "is_away",
    "masked",
    "may_become",
    "needs_reason",
    "normal_number",
    "normal_tax_code",
    "personal_number",
    "same_holder",
    "state",
    "tax_code_of_firm",
    "threshold",
    "trusted_with",
]
