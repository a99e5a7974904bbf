"""PostgreSQL for the measurements, and shops of 2,000 and of 200,000 products on it.

An embedded server under `var/bench`, or the one of `BENCH_DATABASE_URL`. A shop is generated once
and kept until the migrations or the generator change.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from app.core import postgres
from benchmarks.processes import OTHER_CORE, ROOT, tree

SCALES = {2_000: "province", 200_000: "100x"}
SOURCES = ("app/imports", "app/catalog/models.py", "migrations/versions", "demo")


@dataclass
class Databases:
    """`roots` are the server's own process, whose children are its backends; none if remote."""

    url: str
    roots: list[int]

    def of(self, products: int) -> str:
        """The URL of a shop with so many products, generated when it is not there yet."""
        name, made_of = f"bench_{products}", fingerprint()
        url = self._url(name)
        with psycopg.connect(self.admin, autocommit=True) as connection:
            found = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                (name,),
            ).fetchone()
            if found != (made_of,):
                self._make(connection, name, url, SCALES[products])
                comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
                connection.execute(comment.format(sql.Identifier(name), sql.Literal(made_of)))
        return url

    def copy_of(self, products: int, name: str) -> str:
        """A copy to write into, made anew each time."""
        self.of(products)
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for command in (
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                f"CREATE DATABASE {{}} TEMPLATE bench_{products}",
            ):
                connection.execute(sql.SQL(command).format(sql.Identifier(name)))
        return self._url(name)

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    @property
    def admin(self) -> str:
        parts = urlsplit(self.url.replace("+psycopg", ""))
        return urlunsplit(parts._replace(path="/postgres"))

    def _make(self, connection: psycopg.Connection, name: str, url: str, scale: str) -> None:
        print(f"Making {name} …", flush=True)
        began = time.perf_counter()
        for command in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(command).format(sql.Identifier(name)))
        for arguments in (("migrate",), ("sample", "--scale", scale)):
            subprocess.run(
                [sys.executable, "-m", "app.cli", *arguments],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url},
                check=True,
            )
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as made:
            made.execute("VACUUM ANALYZE")
        print(f"Made {name} in {time.perf_counter() - began:.0f} s", flush=True)


def fingerprint() -> str:
    """Of everything that a generated shop is made by."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")) or [ROOT / source]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def databases() -> Iterator[Databases]:
    given = os.environ.get("BENCH_DATABASE_URL")
    if given:
        yield Databases(given, [])
        return
    with postgres.start(Path(ROOT / "var" / "bench")) as server:
        for pid in tree(server.pid):
            with suppress(ProcessLookupError):  # a helper of its start may have ended
                os.sched_setaffinity(pid, {OTHER_CORE})
        yield Databases(server.url, [server.pid])
