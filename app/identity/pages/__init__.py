"""Signing in, registering, a lost password, the doors of one's own account, and the desk of
everybody's.
"""

from app.identity.pages import (
    lost_password,
    openid,
    own,
    registering,
    second_step,
    security,
    sign_in,
    staff,
)

routers = (
    sign_in.router,
    second_step.router,
    registering.router,
    lost_password.router,
    openid.router,
    own.router,
    security.router,
    staff.router,
)
