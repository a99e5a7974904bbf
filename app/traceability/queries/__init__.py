"""Reads of traceability, by topic."""
