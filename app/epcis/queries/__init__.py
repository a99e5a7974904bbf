"""Reads of events: by what a query asks, and along the things that they are about."""
