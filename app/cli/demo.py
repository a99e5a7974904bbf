"""`make demo`: everything on this machine, stopped together, and none the worse for a kill."""

import fcntl
import http.client
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from app.cli.errors import Refused
from app.cli.serving import listener, start_web
from app.core import postgres
from app.core.config import settings
from app.core.supervisor import Fallen, Supervisor, stoppable, tied_to_parent

STOPPING = "stopping"
NOTICE_SECONDS = 2.0
"""How long a run may take to notice that `make` is gone …"""
STOP_SECONDS = 40.0
"""… and then to let go of what the next run needs."""
START_SECONDS = 60.0
SCALES = ("none", "sample", "province", "100x")


def run(host: str, port: int, scale: str, processes: int, *, with_parent: bool) -> None:
    if scale not in SCALES:
        raise Refused(f"SCALE={scale} is unknown: choose one of {', '.join(SCALES)}.")
    going_on = tied_to_parent() if with_parent else lambda: True
    with stoppable(), ExitStack() as open_:
        lock = open_.enter_context(_only_run())
        bound = open_.enter_context(listener(host, port))
        base_url = os.environ.get("BASE_URL") or f"http://{_reachable(host)}:{port}"
        url, database_runs = open_.enter_context(_database())
        environment = {"DATABASE_URL": url, "BASE_URL": base_url, "SCALE": scale}
        environment["WEBHOOKS_LOCAL"] = os.environ.get("WEBHOOKS_LOCAL", "true")
        environment["DEMO_GTINS"] = os.environ.get("DEMO_GTINS", "true")
        supervisor = open_.enter_context(Supervisor(environment))
        open_.callback(lock.write_text, STOPPING)
        supervisor.run("prepare", going_on=going_on)
        start_web(supervisor, bound, processes)
        supervisor.start("worker", "worker")
        _wait_until_it_answers(bound, supervisor)
        _introduce()
        supervisor.watch(lambda: going_on() and database_runs())
        if not database_runs():
            raise Fallen(f"PostgreSQL ended; see {settings.var_dir}/postgres/server.log.")


def _reachable(host: str) -> str:
    """Where this machine's own browser finds a shop that listens on `host`."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - not bound here


@contextmanager
def _only_run() -> Iterator[Path]:
    """One demo a checkout; one that is just stopping is waited for."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    path = settings.var_dir / "demo.lock"
    with path.open("a") as lock:
        began = time.monotonic()
        while not _locks(lock):
            stopping = path.read_text() == STOPPING
            if time.monotonic() > began + (STOP_SECONDS if stopping else NOTICE_SECONDS):
                raise Refused(
                    "make demo already runs in this directory: stop it first (Ctrl-C there)."
                )
            time.sleep(0.1)
        path.write_text("")
        yield path


def _locks(file: IO[str]) -> bool:
    """The system unlocks it when we end, however."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _database() -> Iterator[tuple[str, Callable[[], bool]]]:
    """The URL of the database that was given or of the embedded one, and whether it still runs."""
    if os.environ.keys() & {"DATABASE_URL", "DATABASE_URL_FILE"}:
        yield settings.database_url, lambda: True
        return
    address = settings.var_dir / "database_url"
    with postgres.start(settings.var_dir / "postgres") as server:
        address.write_text(server.url)
        try:
            yield server.url, server.alive
        finally:
            address.unlink(missing_ok=True)


def _wait_until_it_answers(bound: socket.socket, supervisor: Supervisor) -> None:
    host, port = bound.getsockname()[:2]
    deadline = time.monotonic() + START_SECONDS
    while not _answers(host, port):
        for child in supervisor.children:
            if (status := child.process.poll()) is not None:
                raise Fallen(f"The {child.name} process ended with status {status}; see above.")
        if time.monotonic() > deadline:
            raise Fallen(f"The shop did not answer within {START_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _introduce() -> None:
    summary = json.loads((settings.var_dir / "demo.json").read_text())
    base_url = summary["base_url"]
    print(f"\nNguyên Gốc is open: {base_url}   (sample data; Ctrl-C stops it)\n")
    for account in summary["accounts"]:
        secret = account.get("totp_secret", "")
        print(f"  {account['role']:<16} {account['phone']:<12} {account['password']:<16} {secret}")
    for verdict, code in summary["codes"].items():
        print(f"  {verdict:<16} {base_url}/Q/{code}")
    print(
        "\n  The last column is a sample secret for an authenticator app. The code of this moment:"
    )
    print("  .venv/bin/python -m app.cli code 0900000009")
    print("\n  Codes and letters as they would be sent: .venv/bin/python -m app.cli messages")
    print(f"\nThe same is in {settings.var_dir / 'demo.json'}.", flush=True)


def clean_data() -> None:
    with _only_run():
        postgres.destroy(settings.var_dir / "postgres")
        for path in settings.var_dir.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
