"""Doors of sellers: the operator's desk of them, a seller's desk of its own shop, and the officers
who help.
"""

from app.sellers.pages import (
    bank,
    choice,
    consents,
    hours,
    households,
    officer,
    oversight,
    shop,
    team,
)

routers = (
    oversight.router,
    shop.router,
    hours.router,
    bank.router,
    team.router,
    households.router,
    choice.router,
    officer.router,
    consents.router,
)
