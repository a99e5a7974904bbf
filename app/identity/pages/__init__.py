"""Signing in, and the doors of one's own account."""

from app.identity.pages import own, sign_in

routers = (sign_in.router, own.router)
