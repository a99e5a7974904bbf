"""Servers of others, started from an environment of their own: an S3 and an OpenID provider."""

import os
import subprocess
import time
from dataclasses import dataclass

import httpx

from app.core.config import ROOT
from tests.processes import START_SECONDS, Worker, free_port

PYTHON = ROOT / ".venv-peers" / "bin" / "python"


@dataclass
class Peer(Worker):
    url: str


def start_s3(**env: str) -> Peer:
    """A server that speaks S3 (moto's); every key is good, and a bucket is made by `PUT /name`."""
    port = free_port()
    command = ["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    return _started(command, port, "/moto-api/", **env)


def start_provider(*options: str) -> Peer:
    """An OpenID Connect provider (oidc-provider-mock); any client may ask it for anybody."""
    port = free_port()
    command = ["-m", "oidc_provider_mock", "--port", str(port), *options]
    return _started(command, port, "/.well-known/openid-configuration")


def _started(command: list[str], port: int, page: str, **env: str) -> Peer:
    assert PYTHON.exists(), "The servers of others are not installed: make environment"
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [PYTHON, *command],
        cwd=ROOT,
        env=os.environ | env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peer = Peer(process, url)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url + page, timeout=2).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return peer
    peer.stop()
    raise RuntimeError(f"{command[1]} did not answer")
