"""The operator's desk of sellers, and a seller's desk of its own shop."""

from app.sellers.pages import bank, choice, hours, households, oversight, shop, team

routers = (
    oversight.router,
    shop.router,
    hours.router,
    bank.router,
    team.router,
    households.router,
    choice.router,
)
