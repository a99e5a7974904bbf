"""`app.cli verify-proof`: a downloaded proof, checked without the shop and without a network."""

from pathlib import Path

from app.core.i18n import gettext, speaking
from app.transparency.rules.bundles import verify
from app.transparency.rules.notes import VerifierKey, verifier_key


def run(file: Path, key: str) -> bool:
    """Prints every check; whether all are good. Raises ValueError for what is no key."""
    keys = _keys(key)
    verdict = verify(file.read_bytes(), keys)
    with speaking("en"):
        for check in verdict.checks:
            print("good " if check.good else "WRONG", gettext(check.said).format(**check.facts))
    if keys is None and verdict.good:
        print("note  the key is the one that the proof names: compare it with the published one")
    return verdict.good


def _keys(given: str) -> list[VerifierKey] | None:
    """A key, or the keys of a file such as `/log/key` gives."""
    if not given:
        return None
    text = given if "+" in given else Path(given).read_text()
    return [verifier_key(line) for line in text.split("\n") if line.strip()]
