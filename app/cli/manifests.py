"""`app.cli verify-labels`: whether a label run's manifest is as it was signed."""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.traceability.rules.manifests import BadManifest, decoded, digest_of, verified
from app.traceability.service.manifests import published_keys


def run(file: Path, keys: Path | None, codes: Path | None) -> bool:
    """Prints what the manifest says; whether it holds.

    `keys` is what `/.well-known/label-keys.json` answered, of another shop or another day; `codes`
    holds what the symbols say, one a line, of all labels of the run.
    """
    published = json.loads(keys.read_text()) if keys else published_keys()
    try:
        facts = verified(json.loads(file.read_text()), [_key(one) for one in published["keys"]])
    except (BadManifest, ValueError) as error:
        print(f"WRONG: {error}", file=sys.stderr)
        return False
    for name, value in sorted(facts.items()):
        print(f"{name:<14} {value}")
    if codes is not None and digest_of(codes.read_text().splitlines()) != facts["codes_sha256"]:
        print("WRONG: these are not the codes of the run", file=sys.stderr)
        return False
    print("The signature holds.")
    return True


def _key(jwk: dict[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(decoded(jwk["x"]))
