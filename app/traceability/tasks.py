"""What the clock asks of traceability."""

from app.core.db import unit_of_work
from app.core.jobs import schedule
from app.traceability.service.publication import renew_expired


@schedule("traceability.renew_expired", "1 17 * * *")
def renew_expired_lots() -> None:
    """At a minute past midnight in Vietnam; safe to run at any other time too."""
    with unit_of_work() as session:
        renew_expired(session)
