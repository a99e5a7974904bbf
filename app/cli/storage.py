"""Moving what is kept on this machine into a bucket."""

from app.cli.errors import Refused
from app.core.config import settings
from app.core.storage import AREAS, store
from app.core.storage.local import LocalFolder


def copy_files() -> None:
    """Every file that the bucket lacks; begun again, it goes on where it stopped."""
    if not settings.storage_url:
        raise Refused("Set STORAGE_URL first: the bucket that the files are copied into.")
    for area in AREAS:
        here, there = LocalFolder(settings.var_dir / area), store(area)
        missing = [key for key in here.keys() if not there.has(key)]  # noqa: SIM118  # no mapping
        for key in missing:
            there.put(key, here.get(key))
        print(f"{area}: {len(missing)} copied, the rest was there")
