"""Every way that a seller may stand is written down; nothing else happens."""

from itertools import product

from app.sellers.rules import TRANSITIONS, Decider, SellerStatus, may_become, needs_reason

EXPECTED = {
    "draft": {"submitted": "owner", "approved": "import", "closed": "operator owner"},
    "submitted": {"needs_changes": "operator", "approved": "operator", "closed": "operator"},
    "needs_changes": {"submitted": "owner", "closed": "operator owner"},
    "approved": {"suspended": "operator", "closed": "operator"},
    "suspended": {"approved": "operator", "closed": "operator"},
    "closed": {},
}


def test_the_table_is_what_was_agreed() -> None:
    for before, after, who in product(SellerStatus, SellerStatus, Decider):
        expected = who in EXPECTED[before].get(after, "").split()
        assert may_become(before, after, who) == expected, (before, after, who)


def test_whoever_is_told_no_is_told_why() -> None:
    told = {
        after
        for (_, after), whose in TRANSITIONS.items()
        if Decider.OPERATOR in whose and needs_reason(after, Decider.OPERATOR)
    }
    assert told == {SellerStatus.NEEDS_CHANGES, SellerStatus.SUSPENDED, SellerStatus.CLOSED}
    assert not needs_reason(SellerStatus.CLOSED, Decider.OWNER)


def test_nobody_is_approved_by_themselves_and_closed_is_the_end() -> None:
    for (before, after), whose in TRANSITIONS.items():
        assert before is not SellerStatus.CLOSED
        assert after is not SellerStatus.APPROVED or Decider.OWNER not in whose
