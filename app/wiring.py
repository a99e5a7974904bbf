"""Which domain listens to which news; connected once, by whatever process starts."""


def connect() -> None:
    """Subscribe every handler."""
