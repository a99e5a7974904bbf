"""Addresses of our own style sheets, scripts, fonts and pictures."""


def static_url(path: str) -> str:
    return f"/static/{path}"
