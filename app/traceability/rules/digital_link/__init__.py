"""GS1 Digital Link: URI Syntax 1.6.0, both compressions, and what our own labels say."""

from app.traceability.rules.digital_link.keys import PRIMARY_KEYS
from app.traceability.rules.digital_link.labels import (
    epcis_class,
    is_lot_number,
    normal_lot_number,
    printed_payload,
)
from app.traceability.rules.digital_link.reading import forwarded, parse, read_segment
from app.traceability.rules.digital_link.syntax import BadDigitalLink, DigitalLink, parse_uri

__all__ = [
    "PRIMARY_KEYS",
    "BadDigitalLink",
    "DigitalLink",
    "epcis_class",
    "forwarded",
    "is_lot_number",
    "normal_lot_number",
    "parse",
    "parse_uri",
    "printed_payload",
    "read_segment",
]
