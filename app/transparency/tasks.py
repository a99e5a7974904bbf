"""Sequencing every minute, a checkpoint when one is due or asked for, the self-audit at night."""

from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.transparency.service import publishing, self_audit
from app.transparency.service.sequencing import sequence


@schedule("transparency.sequence", "* * * * *")
def sequence_and_publish() -> None:
    """A batch a transaction: what is done stays done when the worker is stopped."""
    _sequence_all()
    with unit_of_work() as session:
        publishing.publish_when_due(session)


@job(publishing.PUBLISH)
def publish() -> None:
    """Safe to run twice: a tree that did not grow is not signed again."""
    _sequence_all()
    with unit_of_work() as session:
        publishing.publish(session)


def _sequence_all() -> None:
    placed = True
    while placed:
        with unit_of_work() as session:
            placed = bool(sequence(session))


@job(self_audit.AUDIT)
def audit() -> None:
    """Safe to run twice: it is one more row of what was found."""
    with unit_of_work() as session:
        self_audit.run_audit(session)


@schedule("transparency.nightly", "11 19 * * *")
def nightly() -> None:
    """At eleven past two in Vietnam, when nobody buys."""
    audit()
