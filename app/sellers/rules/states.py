"""The standing of a seller: what it may become, and who decides."""

from enum import StrEnum


class SellerKind(StrEnum):
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    HOUSEHOLD_BUSINESS = "household_business"
    FARM_HOUSEHOLD = "farm_household"


class SellerStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Decider(StrEnum):
    """Who moves a seller: its owner, an operator, or an import that an operator answers for."""

    OWNER = "owner"
    OPERATOR = "operator"
    IMPORT = "import"


_S, _D = SellerStatus, Decider

TRANSITIONS: dict[tuple[SellerStatus, SellerStatus], frozenset[Decider]] = {
    (_S.DRAFT, _S.SUBMITTED): frozenset({_D.OWNER}),
    (_S.DRAFT, _S.APPROVED): frozenset({_D.IMPORT}),
    (_S.DRAFT, _S.CLOSED): frozenset({_D.OWNER, _D.OPERATOR}),
    (_S.SUBMITTED, _S.NEEDS_CHANGES): frozenset({_D.OPERATOR}),
    (_S.SUBMITTED, _S.APPROVED): frozenset({_D.OPERATOR}),
    (_S.SUBMITTED, _S.CLOSED): frozenset({_D.OPERATOR}),  # refused
    (_S.NEEDS_CHANGES, _S.SUBMITTED): frozenset({_D.OWNER}),
    (_S.NEEDS_CHANGES, _S.CLOSED): frozenset({_D.OWNER, _D.OPERATOR}),
    (_S.APPROVED, _S.SUSPENDED): frozenset({_D.OPERATOR}),
    (_S.APPROVED, _S.CLOSED): frozenset({_D.OPERATOR}),
    (_S.SUSPENDED, _S.APPROVED): frozenset({_D.OPERATOR}),
    (_S.SUSPENDED, _S.CLOSED): frozenset({_D.OPERATOR}),
}
"""From, to, and who: everything else is refused. A closed seller stays closed."""

WRITABLE = {SellerStatus.DRAFT, SellerStatus.NEEDS_CHANGES}
"""An application that its owner still writes: what is saved counts at once."""

APPLYING = WRITABLE | {SellerStatus.SUBMITTED}
DECIDED = {SellerStatus.APPROVED, SellerStatus.SUSPENDED}
"""Registered facts that an operator answers for: another one is asked for, and decided."""

_NO = {SellerStatus.NEEDS_CHANGES, SellerStatus.SUSPENDED, SellerStatus.CLOSED}


def may_become(before: SellerStatus, after: SellerStatus, who: Decider) -> bool:
    """
    >>> may_become(SellerStatus.SUBMITTED, SellerStatus.APPROVED, Decider.OWNER)
    False
    """
    return who in TRANSITIONS.get((before, after), frozenset())


def needs_reason(after: SellerStatus, who: Decider) -> bool:
    """Whoever is told no is told why; an owner who gives up owes nobody a reason."""
    return who is Decider.OPERATOR and after in _NO
