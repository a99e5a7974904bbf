"""The REST bindings of EPCIS 2.0 (12): capture, events, resources, queries, discovery."""

from app.epcis.api import capture, discovery, events, queries, resources

routers = (capture.router, events.router, queries.router, discovery.router, resources.router)
"""The last one takes whatever stands after `/epcis/`."""
