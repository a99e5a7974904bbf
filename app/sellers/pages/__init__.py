"""Doors of sellers: applying, the operator's desk of them, a seller's desk of its own shop, and the
officers who help.
"""

from app.sellers.pages import (
    application,
    bank,
    choice,
    consents,
    hours,
    households,
    officer,
    opening,
    oversight,
    phone,
    review,
    shop,
    starting,
    team,
)

routers = (
    opening.router,
    phone.router,  # before the steps of the application, whose address it shares
    application.router,
    oversight.router,
    review.router,
    shop.router,
    hours.router,
    bank.router,
    team.router,
    households.router,
    choice.router,
    officer.router,
    starting.router,
    consents.router,
)
