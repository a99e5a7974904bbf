"""The operator's desk of sellers."""

from app.sellers.pages import oversight

routers = (oversight.router,)
