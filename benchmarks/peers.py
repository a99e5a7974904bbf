"""Shops that a user would pick instead, as recorded earlier on a machine of this kind.

2,000 products on PostgreSQL, one server process on one core, PostgreSQL and the load generator on
the other; requests (orders) a second. Their constant Starlette response made 20,000 to 22,000 in
the same run, so a ratio of ours is compared with theirs to 21,000.
"""

CONSTANT = 21_000.0
OSCAR = {"listing": 3.2, "product": 52.0, "search": 8.8, "order": 8.1}
"""django-oscar 4.2.1, HTML."""
VENDURE = {
    "listing": 13.0,
    "indexed listing": 113.0,
    "product": 94.0,
    "search": 113.0,
    "order": 4.5,
}
"""Vendure 3.7.3, Shop API (JSON); the better figure where the index has one."""
MEDUSA = {"listing": 9.0, "product": 13.0, "search": 8.6, "basket of one line": 3.2}
"""Medusa 2.21.2, Store API (JSON)."""


def times(ours: float, constant: float, theirs: float) -> float:
    """How many times theirs ours is, each measured against the constant of its own run."""
    return (ours / constant) / (theirs / CONSTANT)
