"""Pure rules of sellers: their standing, their registration, the numbers that name them."""

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
from app.sellers.rules.words import DECLARATION, REASONS

__all__ = [
    "APPLYING",
    "DECIDED",
    "DECLARATION",
    "FIELDS",
    "NOT_BORN_THEN",
    "REASONS",
    "TITLES",
    "TRANSITIONS",
    "WRITABLE",
    "Decider",
    "Gap",
    "Known",
    "Part",
    "Registration",
    "SellerKind",
    "SellerStatus",
    "born_as_numbered",
    "differences",
    "gaps",
    "masked",
    "may_become",
    "needs_reason",
    "normal_tax_code",
    "personal_number",
    "tax_code_of_firm",
]
