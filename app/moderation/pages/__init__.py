"""The operator's lists of forbidden words and of reasons."""

from app.moderation.pages import claims, reasons

routers = (claims.router, reasons.router)
