"""Settings of this deployment, read once from the environment.

A secret may also come from a file: `SECRET_KEY_FILE=/run/secrets/key` stands for `SECRET_KEY`.
What an operator changes while the shop runs is not here but in `core/options.py`.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = "postgresql+psycopg://"
    """PostgreSQL 15 or newer; empty means the libpq defaults (`PGHOST` and so on)."""
    base_url: str = "http://127.0.0.1:8000"
    """Where shoppers reach us, without a final slash; canonical links begin with it."""
    languages: str = "vi,en"
    """Of the pages, Vietnamese first; each but that one needs a folder in `locale/`."""
    national_portal: bool = False
    """Whether lots are connected to the national traceability portal (Decree 37/2026, art. 32)."""
    qr_base_url: str = ""
    """The permanent short domain inside printed codes; empty means `base_url`."""
    secret_key: SecretStr = SecretStr("")
    """Signs links and form tokens; empty means a random key kept in `var/secret_key`."""
    label_key: SecretStr = SecretStr("")
    """Authenticates unit codes and signs label runs, for ever; empty means made of `secret_key`."""
    var_dir: Path = ROOT / "var"
    """Where this installation keeps its own files: media, the embedded database, keys."""
    storage_url: str = ""
    """`s3://bucket/prefix?endpoint=https://…&region=…`; empty means a folder of `var_dir`."""
    s3_access_key_id: SecretStr = SecretStr("")
    s3_secret_access_key: SecretStr = SecretStr("")
    media_nearby_mb: int = 512
    """Room in `var_dir` for copies of pictures that are kept in a bucket."""
    concurrency: int = 8
    """Requests in flight = worker threads = pooled connections, in each process."""
    page_cache_mb: int = 64
    """Memory for ready public pages in each process; 0 turns the page cache off."""
    smtp_url: SecretStr = SecretStr("")
    """`smtp://user:password@host:587`, `smtps://…:465`; empty means that e-mail is only logged."""
    mail_from: str = "Nguyên Gốc <khong-tra-loi@nguyengoc.example>"
    webhooks_local: bool = False
    """Lets webhooks go to plain HTTP on this very machine: for trying them out."""
    oidc_profiles: Path | None = None
    """Who else may sign people in: a copy of `app/identity/data/openid.toml`, filled in."""
    log_key: SecretStr = SecretStr("")
    """Signs the public log: 32 bytes in base 64; empty means a key derived from `secret_key`. While
    keys change there are two, with a space between, and the first is the new one."""
    demo_gtins: bool = False
    """Resolves numbers of GS1's range for examples (952), which name nothing in the world."""
    metrics_token: SecretStr = SecretStr("")
    """Lets `/metrics` be read from outside the loopback."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses whose `X-Forwarded-*` headers are believed, separated by commas."""

    @field_validator("database_url")
    @classmethod
    def name_the_driver(cls, url: str) -> str:
        """`postgres://` and `postgresql://` both mean psycopg 3."""
        scheme, _, rest = url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url

    @field_validator("oidc_profiles", mode="before")
    @classmethod
    def be_a_file(cls, path: object) -> object:
        """An empty variable is none."""
        return path or None

    @field_validator("storage_url")
    @classmethod
    def be_a_bucket(cls, url: str) -> str:
        if url and not re.match(r"s3://[^/?]+([/?]|$)", url):
            raise ValueError("STORAGE_URL is not like s3://bucket/prefix?endpoint=…&region=…")
        return url

    @property
    def libpq_url(self) -> str:
        """The same database, for psycopg itself."""
        return self.database_url.replace("postgresql+psycopg://", "postgresql://", 1)

    @property
    def code_url(self) -> str:
        """What a printed code begins with, without a final slash."""
        return (self.qr_base_url or self.base_url).rstrip("/")

    def secret(self) -> bytes:
        """The signing key; made on first use when none is set, and shared by all processes."""
        return (self.secret_key.get_secret_value() or _kept_key(self.var_dir)).encode()

    def label_secret(self) -> bytes:
        """What the keys of printed codes are derived from: another one makes them unknown."""
        return self.label_key.get_secret_value().encode() or self.secret()


@cache
def _kept_key(directory: Path) -> str:
    """Linked into place whole, so that of processes which start together all read the same."""
    path, draft = directory / "secret_key", directory / f".secret_key.{secrets.token_hex(8)}"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()


def _secrets_from_files() -> dict[str, str]:
    """`NAME_FILE` variables, as settings by their lower-case names."""
    names = [key for key in os.environ if key.endswith("_FILE") and key[:-5].lower() in FILED]
    return {name[:-5].lower(): Path(os.environ[name]).read_text().strip() for name in names}


FILED = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
FILED.add("database_url")  # it holds a password too
settings = Settings(**_secrets_from_files())  # type: ignore[arg-type]  # pydantic turns text into each type


def absolute(path: str) -> str:
    """`path` with the address where shoppers reach us."""
    return settings.base_url.rstrip("/") + path
