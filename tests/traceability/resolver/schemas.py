"""What the resolver's documents must be, written down from the standard's text.

GS1-Conformant Resolver 1.2.0: 2.10 (linksets, on top of RFC 9264 4.2) and 3 (description file).
They are at least as strict as the schemas that GS1 publishes beside it.
"""

from typing import Any

import jsonschema_rs

_WEB_ADDRESS = {"type": "string", "pattern": r"^https?://[A-Za-z0-9.:/-]+"}
_TARGET = {
    "type": "object",
    "required": ["href", "title"],
    "additionalProperties": False,
    "properties": {
        "href": _WEB_ADDRESS,
        "title": {"type": "string", "minLength": 1},
        "type": {"type": "string", "pattern": r"^[a-z]+/[-+.a-z0-9]+$"},
        "hreflang": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "pattern": r"^[a-z]{2}(-[A-Z]{2})?$"},
        },
        "context": {"type": "array"},
    },
}
LINKSET = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["linkset"],
    "additionalProperties": False,
    "properties": {
        "linkset": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["anchor"],
                "additionalProperties": False,
                "properties": {
                    "anchor": _WEB_ADDRESS,
                    "itemDescription": {"type": "string", "minLength": 1},
                    "https://ref.gs1.org/voc/defaultLink": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["href", "title"],
                            "additionalProperties": False,
                            "properties": {"href": _WEB_ADDRESS, "title": {"type": "string"}},
                        },
                    },
                },
                "patternProperties": {
                    r"^https://ref\.gs1\.org/voc/[A-Za-z]+$": {
                        "type": "array",
                        "minItems": 1,
                        "items": _TARGET,
                    }
                },
            },
        }
    },
}
PRIMARY_KEYS = [
    "all", "00", "01", "253", "255", "401", "402", "410", "411", "412", "413", "414", "415",
    "417", "8003", "8004", "8006", "8010", "8013", "8017", "8018",
]  # fmt: skip
DESCRIPTION = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["resolverRoot", "supportedPrimaryKeys", "name", "contact"],
    "properties": {
        "resolverRoot": {"type": "string", "format": "uri", "pattern": "[^/]$"},
        "supportedPrimaryKeys": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": PRIMARY_KEYS},
        },
        "name": {"type": "string", "minLength": 1},
        "supportedLinkType": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["namespace", "prefix"],
                "properties": {
                    "namespace": {"type": "string", "format": "uri"},
                    "prefix": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*:$"},
                },
            },
        },
        "linkTypeDefaultCanBeLinkset": {"type": "boolean"},
        "jsonLdContextLocation": {"type": "string", "format": "uri"},
        "termsOfUse": {"type": "string", "format": "uri"},
        "contact": {
            "type": "object",
            "required": ["fn"],
            "properties": {
                "fn": {"type": "string", "minLength": 1},
                "hasAddress": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
                "hasTelephone": {"type": "string", "format": "uri"},
                "hasURL": {"type": "string", "format": "uri"},
            },
        },
    },
}
_LINKSETS = jsonschema_rs.validator_for(LINKSET)
_DESCRIPTIONS = jsonschema_rs.validator_for(DESCRIPTION, validate_formats=True)


def valid_linkset(document: Any) -> list[dict[str, Any]]:
    """Its context objects. Raises ValidationError; so do two levels of one anchor, and a default
    link that no descriptive link type repeats (2.5.8).
    """
    _LINKSETS.validate(document)
    levels: list[dict[str, Any]] = document["linkset"]
    assert len({level["anchor"] for level in levels}) == len(levels)
    for level in levels:
        default = level["https://ref.gs1.org/voc/defaultLink"][0]["href"]
        assert any(
            link["href"] == default
            for kind, links in level.items()
            if kind.startswith("https://")
            and not kind.endswith(("defaultLink", "defaultLinkMulti"))
            for link in links
        )
    return levels


def valid_description(document: Any) -> dict[str, Any]:
    _DESCRIPTIONS.validate(document)
    description: dict[str, Any] = document
    return description
