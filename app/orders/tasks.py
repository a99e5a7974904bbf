"""What the clock asks of orders."""

from app.core.db import unit_of_work
from app.core.jobs import schedule
from app.orders.service import upkeep


@schedule("orders.complete", "5 * * * *")
def complete_delivered() -> None:
    """A delivered order that nobody complained about is done."""
    with unit_of_work() as session:
        upkeep.complete_delivered(session)


@schedule("orders.sweep", "40 2 * * *")
def sweep() -> None:
    """Baskets that nobody touched, and keys of forms that nobody will send again."""
    with unit_of_work() as session:
        upkeep.forget_baskets(session)
        upkeep.forget_keys(session)
