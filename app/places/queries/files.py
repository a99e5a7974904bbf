"""The committed files of this domain: read when first asked for, their results kept in memory."""

import hashlib
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def version(*paths: Path) -> str:
    """Changes with the files, so that what depends on them may be kept by browsers for ever."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
