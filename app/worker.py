"""The worker: does what requests deferred, and what the clock asks for."""

from app import wiring
from app.core import jobs


def main() -> None:
    wiring.connect()
    jobs.work()
