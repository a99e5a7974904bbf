"""Real processes of the shop on the loopback, for tests that need more than one."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import httpx

from app.core.config import ROOT

START_SECONDS = 60
TESTS_KEY = {"SECRET_KEY": "of-tests-only"}
"""What one process seals, every other has to open: the sample's second factors too."""


@dataclass
class Worker:
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Shop(Worker):
    url: str


def start_worker(database_url: str, **settings: str) -> Worker:
    """A worker process on the same database as a shop."""
    env = TESTS_KEY | {"DATABASE_URL": database_url}
    env |= {name.upper(): value for name, value in settings.items()}
    command = [sys.executable, "-m", "app.cli", "worker"]
    return Worker(subprocess.Popen(command, cwd=ROOT, env=os.environ | env))  # our own program


def start_shop(database_url: str, factory: str = "app.main:create_app", **settings: str) -> Shop:
    """A web process that answers; `settings` are its environment, lower-case names allowed."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = TESTS_KEY | {"DATABASE_URL": database_url, "BASE_URL": url}
    env |= {name.upper(): value for name, value in settings.items()}
    command = ["-m", "uvicorn", "--factory", factory, "--port", str(port)]
    process = subprocess.Popen(  # our own program
        [sys.executable, *command, "--no-access-log"], cwd=ROOT, env=os.environ | env
    )
    _wait_for(url, process)
    return Shop(process, url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(verify=False, timeout=1) as http:  # noqa: S501  # plain HTTP: no certificates
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"The shop ended with {process.returncode}")
            try:
                http.get(f"{url}/healthz")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
    process.kill()
    process.wait()
    raise RuntimeError("The shop did not answer in time")
