"""What the clock and new rules ask for over several domains."""

from uuid import UUID

from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.moderation.models import FoundIn
from app.moderation.service import LOOK_AGAIN
from app.web.service.alerts import tell_sellers
from app.web.service.findings import look_through


@schedule("web.tell_what_runs_out", "7 1 * * *")
def tell_what_runs_out() -> None:
    """At eight in the morning in Vietnam."""
    with unit_of_work() as session:
        tell_sellers(session, today())


@job(LOOK_AGAIN)
def look_again(rule_id: str) -> None:
    """Safe to run again: the same words are found once. Some hundred rows a transaction."""
    for kind in FoundIn:
        after: UUID | None = None
        while True:
            with unit_of_work() as session:
                after = look_through(session, UUID(rule_id), kind, after)
            if after is None:
                break
