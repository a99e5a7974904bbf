"""Doors of sellers: applying, the operator's desk of them, the officers who help, consents."""

from app.sellers.pages import (
    application,
    consents,
    officer,
    opening,
    oversight,
    phone,
    review,
)

routers = (
    opening.router,
    phone.router,  # before the steps of the application, whose address it shares
    application.router,
    oversight.router,
    review.router,
    officer.router,
    consents.router,
)
