"""What the clock asks for over several domains."""

from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import schedule
from app.web.service.alerts import tell_sellers


@schedule("web.tell_what_runs_out", "7 1 * * *")
def tell_what_runs_out() -> None:
    """At eight in the morning in Vietnam."""
    with unit_of_work() as session:
        tell_sellers(session, today())
