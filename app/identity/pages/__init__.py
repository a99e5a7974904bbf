"""Signing in, and the doors of one's own account."""

from app.identity.pages import openid, own, sign_in

routers = (sign_in.router, openid.router, own.router)
