"""What a sender says when trying again is pointless."""


class CannotDeliver(Exception):
    """The address will never take it."""
