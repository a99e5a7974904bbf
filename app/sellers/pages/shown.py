"""Registered facts in words, for the pages of who gives them and of who decides on them."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import gettext, mark
from app.core.phones import spoken
from app.core.templates import day
from app.places import queries as places
from app.sellers import rules
from app.sellers.models import Seller, SellerChange, SellerIdentity
from app.sellers.rules import Registration, SellerKind

KINDS = {
    SellerKind.ENTERPRISE: mark("Doanh nghiệp"),
    SellerKind.COOPERATIVE: mark("Hợp tác xã, tổ hợp tác"),
    SellerKind.HOUSEHOLD_BUSINESS: mark("Hộ kinh doanh"),
    SellerKind.FARM_HOUSEHOLD: mark("Hộ sản xuất"),
}


def facts_shown(
    facts: Registration, seller: Seller, person: SellerIdentity | None
) -> dict[str, str]:
    """By the names of `rules.FIELDS`; empty texts for what is not given."""
    return {
        **_registered(facts),
        "name": seller.name,
        "personal_number": rules.masked("0" * 9 + person.ending) if person else "",
        "born_on": day(person.born_on) if person else "",
        "email": seller.email,
        "zalo": spoken(seller.zalo),
    }


def _registered(facts: Registration) -> dict[str, str]:
    return {
        "kind": gettext(KINDS[facts.kind]),
        "legal_name": facts.legal_name,
        "tax_code": facts.tax_code or "",
        "licence_no": facts.licence_no,
        "licence_issued_on": day(facts.licence_issued_on),
        "licence_issuer": facts.licence_issuer,
        "representative": facts.representative,
        "address": places.address_line(facts.street, facts.ward_code),
    }


def changed_words(seller: Seller, change: SellerChange) -> list[tuple[str, str, str]]:
    """(field, old, new) for every fact that a change asks to be another."""
    before = _registered(Registration.model_validate(seller))
    after = _registered(Registration.model_validate(change.facts))
    changed = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    return changed + (_changed_person(change.person) if change.person else [])


def _changed_person(person: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [("personal_number", "", rules.masked("0" * 9 + person["ending"]))]
