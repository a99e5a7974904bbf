"""Starting the embedded server, attaching to one that a kill left behind, and stopping it."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedRandom
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from app.core.postgres.home import Home, PostgresUnavailable, home_of, mark, tool
from app.core.postgres.processes import command_of, end_with_parent, is_server, pid_file

DATABASE = "nguyen_goc"
PATIENCE = 30.0
"""Seconds that a start or a recovery may take before it counts as failed."""
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For databases that are thrown away: a power cut may ruin them."""


@dataclass
class Server:
    """A running server; whoever holds it stops it."""

    home: Home
    sockets: Path
    pid: int
    lock: BufferedRandom
    child: subprocess.Popen[bytes] | None = field(default=None)
    """None when a server left by a killed process was attached to."""

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return _url(self.sockets, database)

    def alive(self) -> bool:
        return self.child.poll() is None if self.child else is_server(self.pid, self.home.data)

    def stop(self) -> None:
        """Disconnects everybody and waits until the data are safely written."""
        for number, patience in (
            (signal.SIGINT, 20.0),
            (signal.SIGQUIT, 5.0),
            (signal.SIGKILL, 5.0),
        ):
            if _signal_and_wait(self, number, patience):
                break
        if self.sockets.parent != self.home.base:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(data_root: Path, *, durable: bool = True) -> Server:
    """The server of `data_root`, running and proven by a connection.

    What a killed process left – a live server, one that is shutting down, a stale pid file, half
    an `initdb` – is attached to, waited for or cleared away. Raises `PostgresUnavailable`.
    """
    home = home_of(data_root)
    lock = _only_holder(data_root)
    try:
        _forget_a_deleted_checkout(data_root, home)
        _initialise(home)
        server = _attach(home, lock) or _launch(home, lock, durable=durable)
        _ensure_database(server)
    except BaseException:
        lock.close()
        raise
    return server


@contextlib.contextmanager
def scratch(parent: Path) -> Iterator[Server]:
    """A server with empty data while the block runs; what killed runs left is swept."""
    for old in parent.glob("[0-9]*"):
        if not command_of(int(old.name)):
            destroy(old)
    data_root = parent / str(os.getpid())
    with contextlib.ExitStack() as stack:
        stack.callback(destroy, data_root)
        yield stack.enter_context(start(data_root, durable=False))


def destroy(data_root: Path) -> None:
    """Stops the server of `data_root` if it runs, and deletes its data for good."""
    if not data_root.exists():
        return
    home = home_of(data_root)
    with _only_holder(data_root) as lock:
        if server := _attach(home, lock):
            server.stop()
    shutil.rmtree(home.base)
    shutil.rmtree(data_root, ignore_errors=True)


def _only_holder(data_root: Path) -> BufferedRandom:
    """Locks `data_root` for this process; the system unlocks it when the process ends, however."""
    lock = (data_root / "lock").open("a+b")
    deadline = time.monotonic() + PATIENCE / 3
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                lock.close()
                raise PostgresUnavailable(
                    f"Another running process uses the database in {data_root}: stop it first."
                ) from None
            time.sleep(0.1)
        else:
            return lock


def _forget_a_deleted_checkout(data_root: Path, home: Home) -> None:
    if home.account is None or mark(data_root, home.base):
        return
    with (home.base / "lock").open("a+b") as lock:
        if server := _attach(home, lock):
            server.stop()
    shutil.rmtree(home.data)
    mark(data_root, home.base)


def _initialise(home: Home) -> None:
    if (home.data / "PG_VERSION").exists():
        return _refuse_another_version(home)
    # Made beside its place and then renamed: a kill half-way leaves nothing that looks finished.
    draft = home.base / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    choices = ["--locale=C.UTF-8", "--locale-provider=builtin", "--encoding=UTF8"]
    who = ["--auth=trust", "--username=postgres", "--no-sync", "--no-instructions"]
    try:
        tool(home, home.binaries, "initdb", [*choices, *who, "-D", str(draft)])
    except subprocess.CalledProcessError as error:
        raise PostgresUnavailable(f"initdb failed: {_last_line(error.stderr)}") from error
    draft.rename(home.data)
    return None


def _refuse_another_version(home: Home) -> None:
    theirs = (home.data / "PG_VERSION").read_text().strip()
    ours = tool(home, home.binaries, "postgres", ["--version"]).split()[-1].split(".")[0]
    if theirs != ours:
        raise PostgresUnavailable(
            f"The data in {home.data} are of PostgreSQL {theirs}, the programs of {ours}: "
            f"move the data with pg_dump, or delete them with `make clean-data`."
        )


def _attach(home: Home, lock: BufferedRandom) -> Server | None:
    """The live server of this data directory, if there is one, once it answers."""
    deadline = time.monotonic() + PATIENCE
    while (found := pid_file(home.data)) and is_server(found.pid, home.data):
        if found.sockets and _answers(found.sockets, home.data):
            return Server(home, found.sockets, found.pid, lock)
        if time.monotonic() > deadline:
            raise PostgresUnavailable(
                f"A PostgreSQL left behind (process {found.pid}) does not answer: stop it first."
            )
        time.sleep(0.1)  # starting up or shutting down
    return None


def _launch(home: Home, lock: BufferedRandom, *, durable: bool) -> Server:
    sockets = home.socket_directory()
    deadline = time.monotonic() + PATIENCE
    while True:
        child = _spawn(home, sockets, durable=durable)
        if _becomes_ready(child, sockets, home.data, deadline):
            return Server(home, sockets, child.pid, lock, child)
        # Backends that outlive a killed server let go within moments; then a start succeeds.
        if b"shared memory block" not in home.log.read_bytes() or time.monotonic() > deadline:
            reason = _last_line(home.log.read_text(errors="replace"))
            raise PostgresUnavailable(f"PostgreSQL did not start: {reason} (see {home.log})")
        time.sleep(0.3)


def _becomes_ready(
    child: "subprocess.Popen[bytes]", sockets: Path, data: Path, deadline: float
) -> bool:
    """Whether it answers before it ends; it has ended when not."""
    try:
        while child.poll() is None:
            if _answers(sockets, data):
                return True
            if time.monotonic() > deadline:
                child.kill()
            time.sleep(0.05)
    except BaseException:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
    return False


def _spawn(home: Home, sockets: Path, *, durable: bool) -> "subprocess.Popen[bytes]":
    options = OPTIONS | ({} if durable else CARELESS)
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    command = [str(home.binaries / "postgres"), "-D", str(home.data), "-k", str(sockets)]
    how = home.run_as()
    if stale := pid_file(home.data):
        # The pid may belong to somebody else by now, which PostgreSQL cannot know. It disregards
        # its grandparent's, and still checks that no backend of the dead server is left.
        how["env"] = how["env"] | {"PG_GRANDPARENT_PID": str(stale.pid)}
    with home.log.open("wb") as log:
        return subprocess.Popen(
            [*command, "-p", "5432", *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,  # Ctrl-C is for the supervisor, which stops us last
            preexec_fn=end_with_parent,  # noqa: PLW1509 - one system call, no lock is taken
            **how,
        )


def _ensure_database(server: Server) -> None:
    with psycopg.connect(_libpq(server.url_of("postgres")), autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _answers(sockets: Path, data: Path) -> bool:
    """Whether the server behind `sockets` takes connections and is the one of `data`."""
    try:
        with psycopg.connect(_libpq(_url(sockets, "postgres")), connect_timeout=5) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return False
    return row is not None and Path(row[0]).resolve() == data.resolve()


def _signal_and_wait(server: Server, number: signal.Signals, patience: float) -> bool:
    with contextlib.suppress(ProcessLookupError):
        if server.alive():
            os.kill(server.pid, number)
    deadline = time.monotonic() + patience
    while server.alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not server.alive()


def _url(sockets: Path, database: str) -> str:
    host = quote(str(sockets), safe="")
    return f"postgresql+psycopg://postgres@/{database}?host={host}&port=5432"


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]
