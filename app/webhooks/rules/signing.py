"""Signed messages by the Standard Webhooks scheme: `webhook-id`, `-timestamp`, `-signature`."""

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook

SECRET_BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base 64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_event_id() -> str:
    """The same on every try of a message, so that a receiver knows what it has seen."""
    return f"evt_{secrets.token_hex(16)}"


def body_of(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """The exact text that is signed and sent; made once and the same on every try."""
    said = {"type": kind, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def headers(event_id: str, at: datetime, body: str, keys: Sequence[str]) -> dict[str, str]:
    """Headers of a try at `at` (UTC); one signature for each of `keys`, the newest first."""
    signed = " ".join(Webhook(key).sign(event_id, at, body) for key in keys)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signed,
    }
