"""Who is selling, for the routes of any domain."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from app.core.db import SessionDep
from app.core.errors import NotFound
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.sellers import queries
from app.sellers.models import MemberRole, Seller


@dataclass(frozen=True)
class Member:
    """Somebody at the desk of a seller: `user` acts, for `seller`."""

    seller: Seller
    user: User
    role: MemberRole


def current_member(user: CurrentUser, session: SessionDep) -> Member:
    """Raises NotSignedIn; NotFound for those who work for no seller."""
    found = queries.membership(session, user.id)
    if found is None:
        raise NotFound
    seller, member = found
    return Member(seller, user, member.role)


CurrentMember = Annotated[Member, Depends(current_member)]


def current_seller(member: CurrentMember) -> Seller:
    return member.seller


CurrentSeller = Annotated[Seller, Depends(current_seller)]
