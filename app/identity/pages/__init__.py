"""Signing in, registering, a lost password, and the doors of one's own account."""

from app.identity.pages import lost_password, own, registering, sign_in

routers = (sign_in.router, registering.router, lost_password.router, own.router)
