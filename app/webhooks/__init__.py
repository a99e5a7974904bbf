"""News of the shop, posted to a seller's own systems and signed (Standard Webhooks 1.0)."""
