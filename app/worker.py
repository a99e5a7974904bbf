"""The worker: does what requests deferred, and what the clock asks for."""

from app import wiring
from app.catalog import tasks as catalog
from app.complaints import tasks as complaints
from app.core import jobs
from app.identity import tasks as identity
from app.imports import tasks as imports
from app.notifications import tasks as notifications
from app.orders import tasks as orders
from app.sellers import tasks as sellers
from app.tokens import tasks as tokens
from app.traceability import tasks as traceability
from app.transparency import tasks as transparency
from app.web import tasks as web
from app.webhooks import tasks as webhooks

JOBS = (
    catalog,
    complaints,
    identity,
    imports,
    notifications,
    orders,
    sellers,
    tokens,
    traceability,
    transparency,
    web,
    webhooks,
)
"""Imported for the jobs that they register."""


def main() -> None:
    wiring.connect()
    jobs.work()
