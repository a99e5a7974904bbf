"""`make demo`: everything on this machine, stopped together, and none the worse for a kill."""

import fcntl
import http.client
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from app.cli.errors import Refused
from app.cli.serving import listener, start_web
from app.core import postgres
from app.core.config import settings
from app.core.supervisor import Fallen, Supervisor, stoppable, tied_to_parent

STOPPING_SECONDS = 15.0
"""How long a run that is on its way out may hold on to what the next one needs."""
START_SECONDS = 60.0


def run(host: str, port: int, scale: str, processes: int, *, with_parent: bool) -> None:
    going_on = tied_to_parent() if with_parent else lambda: True
    with stoppable(), ExitStack() as open_:
        open_.enter_context(_only_run())
        bound = open_.enter_context(listener(host, port))
        base_url = os.environ.get("BASE_URL") or f"http://{_reachable(host)}:{port}"
        url = open_.enter_context(_database())
        environment = {"DATABASE_URL": url, "BASE_URL": base_url, "SCALE": scale}
        supervisor = open_.enter_context(Supervisor(environment))
        supervisor.run("prepare", going_on=going_on)
        start_web(supervisor, bound, processes)
        supervisor.start("worker", "worker")
        _wait_until_it_answers(bound, supervisor)
        _introduce()
        supervisor.watch(going_on)


def _reachable(host: str) -> str:
    """Where this machine's own browser finds a shop that listens on `host`."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - not bound here


@contextmanager
def _only_run() -> Iterator[None]:
    """One demo a checkout; one that is just stopping is waited for."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    with (settings.var_dir / "demo.lock").open("a") as lock:
        deadline = time.monotonic() + STOPPING_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refused(
                        "make demo already runs in this directory: stop it first (Ctrl-C there)."
                    ) from None
                time.sleep(0.1)
        yield


@contextmanager
def _database() -> Iterator[str]:
    """The URL of the database that was given, or of the embedded one, which runs meanwhile."""
    if os.environ.keys() & {"DATABASE_URL", "DATABASE_URL_FILE"}:
        yield settings.database_url
        return
    address = settings.var_dir / "database_url"
    with postgres.start(settings.var_dir / "postgres") as server:
        address.write_text(server.url)
        try:
            yield server.url
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
        print(f"  {account['role']:<12} {account['phone']:<14} {account['password']}")
    for verdict, code in summary["codes"].items():
        print(f"  {verdict:<12} {base_url}/Q/{code}")
    print(f"\nThe same is in {settings.var_dir / 'demo.json'}.", flush=True)


def clean_data() -> None:
    with _only_run():
        postgres.destroy(settings.var_dir / "postgres")
        for path in settings.var_dir.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
