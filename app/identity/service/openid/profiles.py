"""The providers of this installation: a file that its operator fills in."""

from functools import cache
from pathlib import Path

from app.core.config import settings
from app.core.errors import NotFound
from app.identity.rules.openid import Profile, read_profiles

SHIPPED = Path(__file__).parents[2] / "data" / "openid.toml"


def profiles() -> dict[str, Profile]:
    """All of them by code. Raises ValueError for a wrong file, OSError for a missing one."""
    return _read(settings.oidc_profiles or SHIPPED)


@cache
def _read(path: Path) -> dict[str, Profile]:
    return read_profiles(path.read_text("utf-8"))


def open_profiles() -> list[Profile]:
    """Those whom somebody may sign in with, in the order of the file."""
    return [profile for profile in profiles().values() if profile.is_open]


def open_profile(code: str) -> Profile:
    """Raises NotFound: a door that is closed does not exist."""
    found = profiles().get(code)
    if found is None or not found.is_open:
        raise NotFound
    return found


def secret_of(profile: Profile) -> str:
    path = profile.client_secret_file
    return Path(path).read_text("utf-8").strip() if path else ""
