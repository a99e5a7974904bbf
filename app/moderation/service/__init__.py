"""Commands about forbidden words and about reasons."""

from app.moderation.service.claims import ClaimIn, end_claim, save_claim
from app.moderation.service.reasons import ReasonIn, retire_reason, save_reason

__all__ = ["ClaimIn", "ReasonIn", "end_claim", "retire_reason", "save_claim", "save_reason"]
