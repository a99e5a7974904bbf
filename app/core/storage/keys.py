"""What a file may be called: the same for every store, so that one can take another's place."""

MOST_BYTES = 900
MOST_BYTES_OF_PART = 200  # of what a file system allows, less the name of a half-written file


def checked(key: str) -> str:
    """`key`, if it is a relative path of plain parts. Raises ValueError.

    >>> checked("ab/ab12…-800.webp")
    'ab/ab12…-800.webp'
    """
    parts = key.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        raise ValueError(f"{key!r} leads out of the store")
    if any(part.startswith(".") or len(part.encode()) > MOST_BYTES_OF_PART for part in parts):
        raise ValueError(f"{key!r} has a part that is hidden or too long")
    if len(key.encode()) > MOST_BYTES or "\\" in key or not key.isprintable():
        raise ValueError(f"{key!r} is no name of a file")
    return key
