"""Signing in, and the doors of one's own account."""

from app.identity.pages import own, second_step, security, sign_in

routers = (sign_in.router, second_step.router, own.router, security.router)
