"""What an address that somebody asks for names, compressed or not."""

from app.traceability.rules.digital_link import compression, epc_binary, syntax
from app.traceability.rules.digital_link.syntax import DigitalLink

PARTLY_COMPRESSED = 3
"""Segments of an address whose key is readable and whose rest is compressed."""


def parse(raw_path: str, raw_query: str = "", *, demonstration: bool = True) -> DigitalLink:
    """`syntax.parse`, and the same for an address whose part after the key is compressed."""
    segments = raw_path.removeprefix("/").removesuffix("/").split("/")
    if len(segments) != PARTLY_COMPRESSED:
        return syntax.parse(raw_path, raw_query, demonstration=demonstration)
    key, value, rest = segments
    whole = compression.decompress_rest((key, syntax.decoded(value)), rest)
    return _asked_too(whole, raw_query, demonstration=demonstration)


def read_segment(segment: str, raw_query: str = "", *, demonstration: bool = True) -> DigitalLink:
    """An address of one segment: a compressed link or the binary of a tag.

    Raises BadDigitalLink, and NotATradeItem for a tag of something else.
    """
    read = epc_binary.decode if epc_binary.SEGMENT.fullmatch(segment) else compression.decompress
    return _asked_too(read(segment), raw_query, demonstration=demonstration)


def _asked_too(link: DigitalLink, raw_query: str, *, demonstration: bool) -> DigitalLink:
    """With the attributes of the query, which stay outside a compressed segment."""
    asked = [*link.attributes, *syntax.attributes(raw_query)]
    return syntax.of_elements(link.elements, asked, demonstration=demonstration)


def forwarded(link: DigitalLink, raw_query: str) -> bytes:
    """The query as it came, after those attributes that stood in a compressed part (2.12)."""
    came = {ai for ai, _ in syntax.attributes(raw_query)}
    unpacked = tuple(pair for pair in link.attributes if pair[0] not in came)
    query = DigitalLink(link.elements, unpacked).query()
    return "&".join(filter(None, (query, raw_query))).encode("latin-1")
