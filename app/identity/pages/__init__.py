"""Signing in, the doors of one's own account, and the desk of everybody's."""

from app.identity.pages import own, second_step, security, sign_in, staff

routers = (sign_in.router, second_step.router, own.router, security.router, staff.router)
