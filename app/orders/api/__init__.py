"""JSON of a seller's orders."""

from app.orders.api import steps
from app.orders.api.orders import router

routers = (router, steps.router)
