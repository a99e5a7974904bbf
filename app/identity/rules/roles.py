"""What an account may do on the platform: roles, and the permissions that each grants.

Least privilege: a page asks for one permission, and a role has what its work needs.
"""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do on the platform; selling comes from `sellers.SellerMember`."""

    SHOPPER = "shopper"
    COMMUNE_OFFICER = "commune_officer"
    MODERATOR = "moderator"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a desk's page asks for; `SEE_DESK` opens the operator's desk to readers."""

    SEE_DESK = "see_desk"
    REVIEW_PRODUCTS = "review_products"
    REVIEW_SELLERS = "review_sellers"  # approve, suspend, close; their accounts
    READ_DOCUMENTS = "read_documents"  # sellers' private papers, each view logged
    CALL_SELLERS = "call_sellers"
    KEEP_WORDS = "keep_words"  # rules of forbidden claims, sentences of reasons
    RECALL = "recall"
    SETTLE_COMPLAINTS = "settle_complaints"  # answer and close what people reported
    WEIGH = "weigh"  # answer for what the mass balance doubts, agree to corrections
    IMPORT = "import"
    ASSIST = "assist"  # act for a seller who consented
    READ_AUDIT = "read_audit"
    SELF_AUDIT = "self_audit"  # see what recomputation found, and ask for one
    MANAGE_ACCOUNTS = "manage_accounts"
    SET_OPTIONS = "set_options"


_MODERATION = {Permission.SEE_DESK, Permission.REVIEW_PRODUCTS}
_OPERATION = _MODERATION | {
    Permission.REVIEW_SELLERS,
    Permission.READ_DOCUMENTS,
    Permission.CALL_SELLERS,
    Permission.KEEP_WORDS,
    Permission.RECALL,
    Permission.SETTLE_COMPLAINTS,
    Permission.WEIGH,
    Permission.IMPORT,
    Permission.SELF_AUDIT,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.SHOPPER: frozenset(),
    Role.COMMUNE_OFFICER: frozenset({Permission.ASSIST}),
    Role.MODERATOR: frozenset(_MODERATION),
    Role.OPERATOR: frozenset(_OPERATION | {Permission.ASSIST}),
    Role.AUDITOR: frozenset({Permission.SEE_DESK, Permission.READ_AUDIT, Permission.SELF_AUDIT}),
    Role.ADMINISTRATOR: frozenset(
        _OPERATION | {Permission.READ_AUDIT, Permission.MANAGE_ACCOUNTS, Permission.SET_OPTIONS}
    ),
}


def may(role: Role, permission: Permission) -> bool:
    """
    >>> may(Role.AUDITOR, Permission.READ_AUDIT), may(Role.AUDITOR, Permission.RECALL)
    (True, False)
    """
    return permission in GRANTED[role]


def granting(permission: Permission) -> tuple[Role, ...]:
    """The roles that grant `permission`, in the order of their declaration.

    >>> granting(Permission.READ_AUDIT)
    (<Role.AUDITOR: 'auditor'>, <Role.ADMINISTRATOR: 'administrator'>)
    """
    return tuple(role for role in Role if may(role, permission))


OPERATORS = {Role.OPERATOR, Role.ADMINISTRATOR}
NEED_SECOND_FACTOR = OPERATORS
"""Whoever may decide about others proves themselves twice; everybody else may."""

STAFF = set(Role) - {Role.SHOPPER}
