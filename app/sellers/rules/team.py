"""What the people of a seller may do: staff work, owners also answer for it."""

from enum import StrEnum


class Duty(StrEnum):
    """What is entrusted to owners alone: money, people, papers of identity, registered facts,
    the end of the shop.
    """

    BANK = "bank"
    TEAM = "team"
    IDENTITY_PAPERS = "identity_papers"
    REGISTRATION = "registration"
    CONNECTIONS = "connections"  # keys of other systems
    CLOSING = "closing"


def trusted_with(duty: Duty, *, owner: bool) -> bool:
    """Least privilege: everything that a shop does from day to day is no duty of this list.

    >>> trusted_with(Duty.BANK, owner=True), trusted_with(Duty.BANK, owner=False)
    (True, False)
    """
    return owner and duty in Duty
