"""Commands about forbidden words, what they find, and about reasons."""

from app.moderation.service.claims import ClaimIn, end_claim, save_claim
from app.moderation.service.findings import (
    LOOK_AGAIN,
    forget_findings,
    keep_findings,
    settle_finding,
)
from app.moderation.service.reasons import ReasonIn, retire_reason, save_reason

__all__ = [
    "LOOK_AGAIN",
    "ClaimIn",
    "ReasonIn",
    "end_claim",
    "forget_findings",
    "keep_findings",
    "retire_reason",
    "save_claim",
    "save_reason",
    "settle_finding",
]
