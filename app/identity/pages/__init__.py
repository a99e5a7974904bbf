"""Signing in, registering, a lost password, and the doors of one's own account."""

from app.identity.pages import lost_password, own, registering, second_step, security, sign_in

routers = (
    sign_in.router,
    second_step.router,
    registering.router,
    lost_password.router,
    own.router,
    security.router,
)
