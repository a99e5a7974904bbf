"""Where the files of a picture are, and what they are called."""

from dataclasses import dataclass
from functools import cache

from app.core.config import settings
from app.core.storage import Storage, store
from app.core.storage.local import LocalFolder
from app.core.storage.nearby import KeptNearby

WIDTHS = (400, 800, 1600)
KINDS = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True)
class Medium:
    """A kept picture: its name, and its size in dots after turning it upright."""

    content_hash: str
    width: int
    height: int
    ready: bool


def files() -> Storage:
    """Where pictures are kept; of a bucket, this machine keeps copies of what was asked for."""
    return _nearby(settings.storage_url) if settings.storage_url else store("media")


@cache
def _nearby(url: str) -> KeptNearby:
    near = LocalFolder(settings.var_dir / "media-nearby")
    return KeptNearby(store("media"), near, settings.media_nearby_mb * 1_000_000)


def at_hand() -> LocalFolder:
    """The files that can be read without asking another machine."""
    kept = files()
    return kept.near if isinstance(kept, KeptNearby) else LocalFolder(settings.var_dir / "media")


def key_of(name: str, width: int, kind: str) -> str:
    return f"{name[:2]}/{name}-{width}.{kind}"


def upload_of(name: str) -> str:
    return f"{name[:2]}/{name}.upload"


def master_of(name: str) -> str:
    return f"{name[:2]}/{name}.master.webp"


def has_sizes(name: str) -> bool:
    """Whether every size is made. The clean copy comes last; ready pictures come without one."""
    kept = files()
    if kept.has(master_of(name)):
        return True
    some = any(kept.has(key_of(name, width, "webp")) for width in WIDTHS)
    return some and not kept.has(upload_of(name))


def in_turn(name: str, width: int, kind: str) -> list[str]:
    """The file asked for, then WebP of that size, then the next smaller, then any."""
    smaller = [size for size in reversed(WIDTHS) if size <= width]
    larger = [size for size in WIDTHS if size > width]
    return [key_of(name, width, kind), *(key_of(name, size, "webp") for size in smaller + larger)]


def media_url(name: str, width: int = 800, kind: str = "webp") -> str:
    return f"/media/{name}-{width}.{kind}"
