"""What an operator may set about codes, lots and labels, with its defaults."""

from app.core.options import Option

DEVICES_PER_PACK = Option("traceability.devices_per_pack", 20)
"""More devices than this for each packet of a lot, counted by the day, ask for caution."""
SPOILAGE_PERCENT = Option("traceability.spoilage_percent", 3)
"""Labels beyond one a packet, for those that tear (R4)."""
FRESH_TO_DRY = Option[dict[str, list[int]]](
    "traceability.fresh_to_dry",
    {
        "dinh": [400, 600, 1800, 2600],
        "tom_non": [380, 420, 900, 1400],
        "moc_cau": [350, 420, 580, 700],
        "bup": [350, 420, 580, 700],
    },
)
"""Grams of fresh leaf for 100 g of dry tea, by picking standard (R2).

In order: impossible below, unusual below, unusual above, impossible above. Búp and móc câu are from
the field (5:1); finer pickings need more leaf, đinh by far the most.
"""
PROTECTED = Option[dict[str, list[str]]](
    "traceability.indications",
    {"Tân Cương": ["05503", "05488"]},
)
"""Geographical indications, each with the codes of the wards that it covers.

Tân Cương: certificate 00013 of 20-09-2007 names the communes Tân Cương, Phúc Xuân and Phúc Trìu,
of which the last two are Đại Phúc since 07-2025 (decision record 0008).
"""
SEASON_GRAMS_PER_HECTARE = Option("traceability.season_grams_per_hectare", 14_000_000)
"""Fresh leaf that a hectare can give in a year (R5): 14 t, above the 11 to 12 t of good gardens."""
LATE_DAYS = Option("traceability.late_days", 30)
"""A record of something longer ago is seen by a reviewer first (R7)."""
FARMER_PERCENT = Option("traceability.farmer_percent", 80)
"""More than this part of a month's leaf from one household is looked at (R9)."""
