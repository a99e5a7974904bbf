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
