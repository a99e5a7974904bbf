"""Doors of complaints: the form behind a code, the ticket's page, and the two desks."""

from app.complaints.pages import officer, reporting, seller

routers = (reporting.router, seller.router, officer.router)
