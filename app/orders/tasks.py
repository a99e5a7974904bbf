"""What the clock asks of orders, and what is done once a recall has been written."""

from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.orders.service import recalls, upkeep


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


@job(recalls.TELL)
def tell_of_recall(about: str, lot_ids: list[str]) -> None:
    """May run twice: whoever was told is not told again."""
    with unit_of_work() as session:
        recalls.tell(session, about, [UUID(lot_id) for lot_id in lot_ids])
