"""Pure rules about places: `units` (how they are named and compared), `outlines` (their maps)."""

from app.places.rules.outlines import Box, Outline
from app.places.rules.units import HOME, Kind, LegacyUnit, Province, Ward

__all__ = ["HOME", "Box", "Kind", "LegacyUnit", "Outline", "Province", "Ward"]
