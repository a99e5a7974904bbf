"""A lot as a UNTP Digital Product Passport (W3C Verifiable Credential 2.0), and whether the law
lets us call it one.

The vocabulary is unstable, so nothing but this file and `data/untp.json` knows it. What is made
here carries no `proof`: it is readable by machines, and nobody vouches for it but this address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit

from app.core.i18n import mark

COUNTRY = "VN"
GS1 = {"type": ["IdentifierScheme"], "id": "https://id.gs1.org/01/", "name": "GTIN"}


@dataclass(frozen=True)
class Paper:
    """A certificate that held on the day of the harvest."""

    scheme: str
    number: str
    issuer: str
    valid_from: date


@dataclass(frozen=True)
class Facts:
    """What a passport is made of; `producer_id` is a number that may be published, or empty."""

    address: str
    code: str
    gtin: str | None
    lot_number: str
    product: str
    picture: str
    producer: str
    producer_page: str
    producer_address: str
    producer_id: str
    place: str
    place_code: str
    warnings: str
    harvested_on: date
    packed_on: date
    expires_on: date
    published_at: datetime
    net_grams: int
    papers: Sequence[Paper]
    events: int
    epcis: str


MINIMUM = {
    "gtin": mark("mã GTIN"),
    "producer": mark("tên người làm"),
    "producer_address": mark("địa chỉ người làm"),
    "producer_id": mark("mã số của người làm"),
    "place": mark("nơi trồng hoặc nơi làm"),
    "events": mark("dữ liệu các công đoạn"),
    "packed_on": mark("ngày đóng gói"),
    "expires_on": mark("hạn dùng"),
    "warnings": mark("lưu ý an toàn"),
}
"""Decree 37/2026/NĐ-CP, art. 32, the connection to the national portal apart; certificates belong
to it "if there are any".
"""


def lacking(facts: Facts, *, connected: bool) -> list[str]:
    """Why this may not be called a product passport, in the order of the law; empty when it may."""
    found = [said for name, said in MINIMUM.items() if not getattr(facts, name)]
    return found if connected else [*found, mark("kết nối cổng truy xuất quốc gia")]


def credential(facts: Facts, words: Mapping[str, Any]) -> dict[str, Any]:
    """`words` are the `context` and `type` of the vocabulary's version."""
    return {
        "@context": words["context"],
        "type": words["type"],
        "id": f"{facts.address}/passport.json",
        "issuer": {
            "type": ["CredentialIssuer"],
            "id": did(facts.producer_page),
            "name": facts.producer,
        },
        "validFrom": facts.published_at.isoformat(timespec="seconds"),
        "validUntil": datetime.combine(
            facts.expires_on, time(23, 59, 59), facts.published_at.tzinfo
        ).isoformat(),
        "credentialSubject": {
            "type": ["ProductPassport"],
            "id": f"{facts.address}#passport",
            "granularityLevel": "batch",
            "product": _product(facts),
            "conformityClaim": [_claim(facts, n, p) for n, p in enumerate(facts.papers, 1)],
            "traceabilityInformation": [_traceability(facts)],
        },
    }


def did(page: str) -> str:
    """A `did:web` for the maker of whom `page` is the page (did:web Method, 3.1).

    >>> did("http://127.0.0.1:8000/nha-ban/htx-che")
    'did:web:127.0.0.1%3A8000:nha-ban:htx-che'
    """
    parts = urlsplit(page)
    return ":".join(["did", "web", quote(parts.netloc, safe=""), *parts.path.strip("/").split("/")])


def _product(facts: Facts) -> dict[str, Any]:
    party = {"id": facts.producer_page, "name": facts.producer}
    if facts.producer_id:
        party["registeredId"] = facts.producer_id
    found = {
        "type": ["Product"],
        "id": canonical(facts.gtin, facts.lot_number, facts.address),
        "name": facts.product,
        "registeredId": f"{facts.gtin}.{facts.lot_number}" if facts.gtin else facts.code,
        "batchNumber": facts.lot_number,
        "furtherInformation": [_link(facts.address, "Nguồn gốc", "traceability")],
        "producedByParty": party,
        "producedAtFacility": {
            "id": f"{facts.address}#{quote(facts.place_code or 'noi-lam')}",
            "name": facts.place,
        },
        "productionDate": facts.packed_on.isoformat(),
        "countryOfProduction": COUNTRY,
        "dimensions": {
            "type": ["Dimension"],
            "weight": {"type": ["Measure"], "value": facts.net_grams, "unit": "GRM"},
        },
        "characteristics": {
            "harvestDate": facts.harvested_on.isoformat(),
            "expiryDate": facts.expires_on.isoformat(),
            "safetyWarnings": facts.warnings,
        },
    }
    if facts.gtin:
        found["idScheme"] = GS1
    if facts.picture:
        found["productImage"] = _link(facts.picture, facts.product, "pip")
    return found


def canonical(gtin: str | None, lot_number: str, address: str) -> str:
    """GS1's own address of a lot with a GTIN, ours of one without: never a number of nobody's.

    >>> canonical("08931234567897", "TC-01", ""), canonical(None, "TC-01", "HTTPS://D/Q/K7Q4M9MXDT")
    ('https://id.gs1.org/01/08931234567897/10/TC-01', 'https://d/q/k7q4m9mxdt')
    """
    return f"https://id.gs1.org/01/{gtin}/10/{lot_number}" if gtin else address.lower()


def _claim(facts: Facts, number: int, paper: Paper) -> dict[str, Any]:
    return {
        "type": ["Claim", "Declaration"],
        "id": f"{facts.address}#giay-{number}",
        "description": f"{paper.scheme}, {paper.number}, {paper.issuer}",
        "assessmentDate": paper.valid_from.isoformat(),
        "conformance": True,
        "conformityTopic": "governance.compliance",
    }


def _traceability(facts: Facts) -> dict[str, Any]:
    return {
        "type": ["TraceabilityPerformance"],
        "valueChainProcess": "tea",
        "verifiedRatio": 0,
        "traceabilityEvent": [_link(facts.epcis, "EPCIS", "epcis")],
    }


def _link(url: str, name: str, kind: str) -> dict[str, str]:
    return {"linkURL": url, "linkName": name, "linkType": f"https://ref.gs1.org/voc/{kind}"}
