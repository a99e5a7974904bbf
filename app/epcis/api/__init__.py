"""The REST bindings of EPCIS 2.0 (12): capture, events, resources, queries, discovery."""

from fastapi import FastAPI

from app.epcis.api import capture, discovery, events, frame, queries, resources

routers = (capture.router, events.router, queries.router, discovery.router, resources.router)
"""The last one takes whatever stands after `/epcis/`."""


def install(app: FastAPI) -> None:
    """Errors of these doors are problem details of the standard."""
    app.add_exception_handler(frame.Refused, frame.show_refused)
