"""Doors of sellers: the operator's desk of them, the officers who help, a seller's consents."""

from app.sellers.pages import consents, officer, oversight

routers = (oversight.router, officer.router, consents.router)
