"""What the operating system knows about a server process."""

import ctypes
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """On Linux a killed supervisor takes the server with it; elsewhere the next start attaches."""
    if _libc is not None:
        _libc.prctl(1, signal.SIGINT, 0, 0, 0)  # PR_SET_PDEATHSIG


@dataclass(frozen=True)
class PidFile:
    pid: int
    sockets: Path | None


def pid_file(data: Path) -> PidFile | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        sockets = Path(lines[4]) if len(lines) > 4 and lines[4] else None
        return PidFile(int(lines[0]), sockets)
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_server(pid: int, data: Path) -> bool:
    """Not whether `pid` exists – a number is given out again – but whether it is this server."""
    return str(data) in command_of(pid)


def command_of(pid: int) -> str:
    """The command line of a process; empty for one that has ended, reaped or not."""
    if sys.platform == "linux":
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes())
        except OSError:
            return ""
    listing = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(listing, check=False, capture_output=True, text=True).stdout
