"""Those who try every door."""

from sqlmodel import Session

from app.identity.models import User
from app.identity.rules import Role
from app.sellers.models import MemberRole, Seller
from tests.factories import make_member, make_officer, make_seller, make_user

PEOPLE = (
    "guest",
    "shopper",
    "owner",
    "staff",
    "rival",  # owns another seller
    "officer",  # of the commune, with the seller's consent, but not at its desk
    "moderator",
    "operator",
    "auditor",
    "administrator",
)


def make_people(session: Session, seller: Seller) -> dict[str, User | None]:
    """By name; nobody (`None`) is the guest."""
    return {
        "guest": None,
        "shopper": make_user(session),
        "owner": make_member(session, seller),
        "staff": make_member(session, seller, role=MemberRole.STAFF),
        "rival": make_member(session, make_seller(session)),
        "officer": make_officer(session),
        "moderator": make_user(session, role=Role.MODERATOR),
        "operator": make_user(session, role=Role.OPERATOR),
        "auditor": make_user(session, role=Role.AUDITOR),
        "administrator": make_user(session, role=Role.ADMINISTRATOR),
    }
