from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.config import settings
from app.identity.service.openid import provider as talk
from app.identity.service.openid.profiles import _read
from tests.identity.openid.forger import Forger
from tests.peers import Peer, start_provider

Open = Callable[..., str]


@pytest.fixture(scope="session")
def provider() -> Iterator[Peer]:
    """A provider that is not ours: whoever types a `sub` there is let in."""
    peer = start_provider("--require-nonce")
    yield peer
    peer.stop()


@pytest.fixture
def forger() -> Iterator[Forger]:
    with Forger() as forger:
        yield forger


@pytest.fixture
def open_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Connects us to an issuer, as an operator does: returns where a visitor begins."""

    def connect(issuer: str, **more: str) -> str:
        (tmp_path / "secret").write_text("between us\n")
        lines = {"name": "ThaiNguyen ID", "issuer": issuer, "client_id": "nguyen-goc"}
        lines |= {"client_secret_file": str(tmp_path / "secret")} | more
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
        text = "\n".join(f'{name} = "{value}"' for name, value in lines.items())
        path.write_text(f"[thainguyen-id]\n{text}\n")
        monkeypatch.setattr(settings, "oidc_profiles", path)
        return "/dang-nhap/oidc/thainguyen-id"

    yield connect
    talk._found.clear()
    _read.cache_clear()
