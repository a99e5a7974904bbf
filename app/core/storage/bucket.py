"""Files in a bucket of any server that speaks S3: of a hosting company, or MinIO next door."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import (
    BaseError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from app.core.storage.keys import checked

if TYPE_CHECKING:
    from obstore.store import S3Config

PATIENCE = timedelta(seconds=10)
"""How long a request may wait for the server, with three retries; a job comes back by itself."""


class StoreUnreachable(OSError):
    """Says in one line, for the log and `doctor`, what stands between us and the bucket."""


@dataclass(frozen=True)
class Address:
    """`s3://bucket/prefix?endpoint=https://…&region=…`, read. No endpoint means Amazon's."""

    bucket: str
    prefix: str
    endpoint: str
    region: str

    @classmethod
    def read(cls, url: str) -> "Address":
        """Raises ValueError.

        >>> Address.read("s3://shop/files/?endpoint=http://127.0.0.1:9000")
        Address(bucket='shop', prefix='files', endpoint='http://127.0.0.1:9000', region='us-east-1')
        """
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        unknown = asked.keys() - {"endpoint", "region"}
        if parts.scheme != "s3" or not parts.hostname or unknown:
            raise ValueError("STORAGE_URL is not like s3://bucket/prefix?endpoint=…&region=…")
        region = asked.get("region", "us-east-1")
        return cls(parts.netloc, parts.path.strip("/"), asked.get("endpoint", ""), region)


class Bucket:
    """One area of a bucket, as a folder under its prefix."""

    def __init__(self, client: S3Store, name: str) -> None:
        self.client = client
        self.name = name

    @classmethod
    def at(cls, url: str, area: str, *, key_id: str, secret: str) -> "Bucket":
        """Without an endpoint and a key, the machine's own role counts, as Amazon gives it."""
        address = Address.read(url)
        if address.endpoint and not key_id:
            raise StoreUnreachable("Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY")
        config: S3Config = {"region": address.region}
        if address.endpoint:
            config["endpoint"] = address.endpoint
        if key_id:
            config |= {"access_key_id": key_id, "secret_access_key": secret}
        client = S3Store(
            address.bucket,
            prefix=f"{address.prefix}/{area}" if address.prefix else area,
            config=config,
            client_options={
                "allow_http": address.endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=3),
                "timeout": PATIENCE,
            },
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )
        return cls(client, address.bucket)

    def put(self, key: str, body: bytes) -> None:
        """In one request: the server shows a file whole or not at all."""
        with self._said():
            obstore.put(self.client, checked(key), body, use_multipart=False)

    def get(self, key: str) -> bytes:
        with self._said():
            return obstore.get(self.client, checked(key)).bytes().to_bytes()

    def has(self, key: str) -> bool:
        try:
            with self._said():
                obstore.head(self.client, checked(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        try:
            with self._said():
                obstore.delete(self.client, checked(key))
        except FileNotFoundError:
            return

    def keys(self, prefix: str = "") -> Iterator[str]:
        """The server lists whole folders; the rest of `prefix` is compared here."""
        folder = prefix.rpartition("/")[0] or None
        with self._said():
            for page in obstore.list(self.client, prefix=folder):
                for entry in page:
                    if entry["path"].startswith(prefix):
                        yield entry["path"]

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turns what the library raises into FileNotFoundError or StoreUnreachable."""
        try:
            yield
        except (NotFoundError, FileNotFoundError) as error:
            if "NoSuchBucket" in str(error):
                raise self._unreachable("does not exist") from error
            raise FileNotFoundError(self.name) from error
        except (PermissionDeniedError, UnauthenticatedError, PermissionError) as error:
            raise self._unreachable("refuses our key") from error
        except BaseError as error:
            missing = "NoSuchBucket" in str(error)
            raise self._unreachable("does not exist" if missing else "does not answer") from error

    def _unreachable(self, what: str) -> StoreUnreachable:
        return StoreUnreachable(f"The bucket {self.name} {what}")
