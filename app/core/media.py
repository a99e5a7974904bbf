"""Pictures that people gave us, named by the hash of what they gave; sizes are made by a job."""

WIDTHS = (400, 800, 1600)


def media_url(content_hash: str, width: int) -> str:
    """The WebP of a picture at one of `WIDTHS`; the address may be kept for ever."""
    return f"/media/{content_hash}-{width}.webp"
