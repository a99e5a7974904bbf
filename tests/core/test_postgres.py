"""The embedded server, with real processes: started, killed, found again, kept apart."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.core.postgres import PostgresUnavailable, Server, destroy, scratch, start
from app.core.postgres.home import bundled_binaries

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data root in a directory whose path is long and has spaces."""
    root = tmp_path_factory.mktemp("chè ngon") / ("a long path " * 8).strip() / "postgres"
    root.parent.mkdir()
    yield root
    destroy(root)


def ask(server: Server, query: str) -> object:
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def start_in_another_process(place: Path) -> subprocess.Popen[str]:
    program = (
        "import sys, time; from pathlib import Path; from app.core.postgres import start; "
        "server = start(Path(sys.argv[1]), durable=False); print(server.pid, flush=True); "
        "time.sleep(60)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(place)], stdout=subprocess.PIPE, text=True
    )


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


def test_data_outlive_a_stop(place: Path) -> None:
    with start(place) as server:
        assert ask(server, "SHOW server_version_num") >= "180000"  # type: ignore[operator]
        ask(server, "CREATE TABLE kept AS SELECT 7 AS value")
    with start(place) as server:
        assert ask(server, "SELECT value FROM kept") == 7
        ask(server, "DROP TABLE kept")


def test_vietnamese_is_lowered_whole(place: Path) -> None:
    with start(place) as server:
        assert ask(server, "SELECT lower('ĐINH TÂN CƯƠNG Ộ')") == "đinh tân cương ộ"
        assert ask(server, "SELECT to_tsvector('simple', 'Chè ĐINH')::text") == "'chè':1 'đinh':2"


def test_nobody_else_reaches_the_sockets(place: Path) -> None:
    with start(place) as server:
        assert server.sockets.stat().st_mode & 0o77 == 0
        assert ask(server, "SHOW listen_addresses") == ""
        assert len(str(server.sockets)) < 100
        assert " " not in str(server.sockets)


def test_a_killed_starter_takes_its_server_along_and_blocks_nothing(place: Path) -> None:
    starter = start_in_another_process(place)
    assert starter.stdout
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    with start(place) as server:
        assert ask(server, "SELECT 1") == 1
        assert not is_running(pid) or server.pid == pid


def test_a_live_leftover_is_attached_to(place: Path) -> None:
    first = start(place, durable=False)
    first.lock.close()  # as if the process that started it were gone
    second = start(place)
    assert (second.pid, second.child) == (first.pid, None)
    assert ask(second, "SELECT 1") == 1
    second.stop()
    assert first.child
    assert first.child.wait(timeout=10) == 0


def test_a_server_killed_hard_recovers(place: Path) -> None:
    server = start(place)
    os.kill(server.pid, signal.SIGKILL)
    assert server.child
    server.child.wait()
    server.lock.close()
    with start(place) as again:
        assert ask(again, "SELECT 1") == 1


def test_a_stale_pid_that_now_belongs_to_somebody_else_is_no_obstacle(place: Path) -> None:
    with start(place) as server:
        data, sockets = server.home.data, server.sockets
    account = server.home.account
    identity = {"user": account.uid} if account else {}
    stranger = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, **identity)  # type: ignore[call-overload]
    lines = [stranger.pid, data, int(time.time()), 5432, sockets, "", "", "ready"]
    (data / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")
    try:
        with start(place) as server:
            assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.communicate()


def test_one_process_at_a_time_owns_the_data(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.postgres.server.PATIENCE", 0.3)
    starter = start_in_another_process(place)
    assert starter.stdout
    starter.stdout.readline()
    try:
        with pytest.raises(PostgresUnavailable, match="stop it first"):
            start(place)
    finally:
        starter.kill()
        starter.wait()
        starter.stdout.close()


def test_two_checkouts_do_not_meet(tmp_path: Path) -> None:
    with scratch(tmp_path / "one") as one, scratch(tmp_path / "two") as two:
        ask(one, "CREATE TABLE only_here ()")
        assert ask(two, "SELECT to_regclass('only_here')") is None
        assert one.sockets != two.sockets
    assert not one.home.base.exists()


def test_a_checkout_deleted_and_cloned_again_begins_empty(tmp_path: Path) -> None:
    root = tmp_path / "postgres"
    with start(root, durable=False) as server:
        ask(server, "CREATE TABLE of_the_first_clone ()")
    for file in sorted(root.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
    with start(root, durable=False) as server:
        assert ask(server, "SELECT to_regclass('of_the_first_clone')") is None
    destroy(root)


def test_a_half_made_data_directory_is_made_again(tmp_path: Path) -> None:
    root = tmp_path / "postgres"
    with start(root, durable=False) as server:
        base = server.home.base
    (base / "data").rename(base / "data.new")
    (base / "data.new" / "PG_VERSION").unlink()
    with start(root, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    destroy(root)


def test_without_the_wheel_the_message_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.postgres.home.find_spec", lambda _: None)
    with pytest.raises(PostgresUnavailable, match="set DATABASE_URL=") as caught:
        start(tmp_path / "postgres")
    assert "\n" not in str(caught.value)


def test_a_name_that_somebody_took_for_the_sockets_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.postgres.home.LONGEST_SOCKET_DIRECTORY", 1)
    root = tmp_path / "postgres"
    with start(root, durable=False) as server:
        usual = server.sockets
    usual.mkdir(mode=0o755)  # open to others, so not ours
    try:
        with start(root, durable=False) as server:
            assert server.sockets != usual
            assert server.sockets.stat().st_mode & 0o77 == 0
        assert usual.stat().st_mode & 0o77 == 0o55
    finally:
        usual.rmdir()
        destroy(root)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs its own programs")
def test_programs_that_the_servers_user_cannot_reach_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = bundled_binaries()
    package = bundled.parent.parent
    private = tmp_path / package.name / bundled.parent.name / "bin"
    shutil.copytree(bundled.parent, private.parent)
    shutil.copytree(package.with_suffix(".libs"), tmp_path / f"{package.name}.libs")
    tmp_path.chmod(0o700)
    monkeypatch.setattr("app.core.postgres.home.bundled_binaries", lambda: private)
    with scratch(tmp_path / "data") as server:
        assert server.home.binaries.is_relative_to(server.home.base)
        assert ask(server, "SELECT 1") == 1
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_server_that_cannot_start_says_why(place: Path) -> None:
    with start(place, durable=False) as server:
        settings = server.home.data / "postgresql.auto.conf"
    settings.write_text("no_such_setting = 1\n")
    try:
        with pytest.raises(PostgresUnavailable, match="did not start"):
            start(place)
    finally:
        settings.write_text("")
