"""Reads of the public log."""
