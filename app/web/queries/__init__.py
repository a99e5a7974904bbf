"""Reads of the pages that show several domains."""
