"""Reads of the catalogue, one module a topic."""
