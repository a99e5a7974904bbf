"""Applying to sell, and the operator's desk of sellers."""

from app.sellers.pages import application, opening, oversight, phone, review

routers = (
    opening.router,
    phone.router,  # before the steps of the application, whose address it shares
    application.router,
    oversight.router,
    review.router,
)
