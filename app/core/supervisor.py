"""Processes of ours that live and end together: started, watched, started again, stopped.

Each child reads its lifeline, a pipe whose other end only the supervisor holds: when that closes,
however the supervisor ended, the child ends too, so a killed run leaves no process behind.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
"""Not from `config`: a supervisor may start before it knows the settings of its children."""
LIFELINE = "NG_LIFELINE"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STEADY = 5.0
"""Seconds after which a process counts as up; one that falls sooner is not started again."""
STOP_SECONDS = 15.0


class Fallen(Exception):
    """A process that does not stay up, or a preparation that failed."""


@dataclass
class Child:
    name: str
    arguments: list[str]
    listener: socket.socket | None
    process: "subprocess.Popen[bytes]"
    since: float


class Supervisor:
    """Runs `python -m app.cli …` commands; leaving its block stops them all."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.children: list[Child] = []

    def run(self, *arguments: str, going_on: Callable[[], bool] = lambda: True) -> None:
        """One command to its end; when it fails, having said why, so do we."""
        child = self.start(arguments[0], *arguments)
        while (status := child.process.poll()) is None and going_on():
            time.sleep(0.05)
        if status is None:
            raise SystemExit(0)
        self.children.remove(child)
        _close(child)
        if status < 0:
            raise Fallen(f"`{arguments[0]}` was ended by signal {-status}.")
        if status:
            raise SystemExit(status)

    def start(self, name: str, *arguments: str, listener: socket.socket | None = None) -> Child:
        process = self._spawn(list(arguments), listener)
        child = Child(name, list(arguments), listener, process, time.monotonic())
        self.children.append(child)
        return child

    def watch(self, going_on: Callable[[], bool]) -> None:
        """Starts again what falls, for as long as `going_on()`; raises `Fallen`."""
        while going_on():
            for child in self.children:
                if child.process.poll() is not None:
                    self._start_again(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """Asks all to finish what they are at; kills what takes longer than `STOP_SECONDS`."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            _close(child)

    def _start_again(self, child: Child) -> None:
        status = child.process.returncode
        if time.monotonic() - child.since < STEADY:
            raise Fallen(f"The {child.name} process ended at once with status {status}; see above.")
        print(
            f"The {child.name} process ended with status {status}; starting it again.", flush=True
        )
        _close(child)
        child.process = self._spawn(child.arguments, child.listener)
        child.since = time.monotonic()

    def _spawn(
        self, arguments: list[str], listener: socket.socket | None
    ) -> "subprocess.Popen[bytes]":
        handed_over = ["--fd", str(listener.fileno())] if listener else []
        return subprocess.Popen(
            [sys.executable, "-m", "app.cli", *arguments, *handed_over],
            cwd=ROOT,
            env=os.environ | self.environment | {LIFELINE: "1"},
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()] if listener else [],
            process_group=0,  # Ctrl-C is for the supervisor, which then stops us in order
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _close(child: Child) -> None:
    child.process.kill()
    child.process.wait()
    if child.process.stdin:
        child.process.stdin.close()


def hold_lifeline() -> None:
    """Called first by each child: its end comes with the supervisor's."""
    if os.environ.pop(LIFELINE, None):
        threading.Thread(target=_end_when_it_breaks, daemon=True).start()


def _end_when_it_breaks() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C and `kill` leave the block as `SystemExit`; more of them while leaving are ignored."""
    before = {number: signal.signal(number, _leave) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(0)


def tied_to_parent() -> Callable[[], bool]:
    """Whether the process that started us is still there, as `make` is until it is killed."""
    parent = os.getppid()
    return lambda: os.getppid() == parent
