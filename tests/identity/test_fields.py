"""Whatever is recorded of the main tables is told in words, not in the names of columns."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Enum
from sqlmodel import SQLModel

from app import schema
from app.catalog.rules.content import Content
from app.catalog.service.variants import VariantIn
from app.core.config import ROOT
from app.core.i18n import speaking
from app.identity.rules.actions import SUBJECTS
from app.identity.rules.fields import FIELDS, OPTIONS, field_words
from app.identity.rules.records import differences
from app.identity.rules.values import VALUES, value_words
from app.moderation.service import ClaimIn, ReasonIn
from app.ocop.models import Certificate
from app.sellers.models import MemberHousehold, MemberRole
from app.sellers.rules import FIELDS as REGISTRATION
from app.sellers.rules.assistance import ConsentWay, Scope
from app.sellers.service import SellerIn
from app.sellers.service.shop import AwayIn, ShopIn
from app.tokens.rules import Scope as TokenScope
from app.traceability.rules import PickingStandard, Stage
from app.traceability.service import AreaIn, CertificateIn, LotIn, ReportIn, RunIn
from tests.identity.test_actions import RECORDING, calls

FORMS: tuple[type[BaseModel], ...] = (
    SellerIn, ShopIn, AwayIn, MemberHousehold, Content, VariantIn, ClaimIn, ReasonIn,
    AreaIn, LotIn, ReportIn, CertificateIn, RunIn, Certificate,
)  # fmt: skip
"""Recorded as a whole, but for what names a row."""
UNSAID = {"id", "seller_id", "created_at"}
CODED: tuple[tuple[str, type[StrEnum]], ...] = (
    ("role", MemberRole),
    ("scopes", Scope),
    ("scopes", TokenScope),
    ("way", ConsentWay),
    ("stage", Stage),
    ("picking_standard", PickingStandard),
)
NEVER_RECORDED = {"cod_state", "cash_holder", "next_action"}
JOBS = {"import_run", "export_run", "webhook_delivery", "ticket", "ticket_answer"}
"""Tables whose own state is told by their pages, never by the log."""


def fields(form: type[BaseModel]) -> Iterator[str]:
    """The names that a dump of `form` has, those within it included."""
    for name, field in form.model_fields.items():
        yield name
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_of_what_is_recorded_has_words(form: type[BaseModel]) -> None:
    assert set(fields(form)) - UNSAID - set(FIELDS) == set()


def test_every_field_that_a_call_names_has_words() -> None:
    named = {
        key.value
        for path in RECORDING
        for call in calls(path)
        for part in call.keywords
        if part.arg in {"before", "after"}
        for node in ast.walk(part.value)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert (named | (set(REGISTRATION) - {"address"})) - set(FIELDS) == set()


def test_every_option_has_words() -> None:
    named = re.compile(r'\bOption(?:\[.+\])?\(\s*"([a-z_]+\.[a-z_]+)"')
    found = {
        name for path in (ROOT / "app").rglob("*.py") for name in named.findall(path.read_text())
    }
    assert found == set(OPTIONS)
    with speaking("vi"):
        assert field_words("traceability.fresh_to_dry.dinh") == "Tỷ lệ tươi ra khô · dinh"


def codes() -> Iterator[tuple[str, str]]:
    """(field, value) of whatever has a fixed choice."""
    assert schema  # every table is known
    for table in set(SUBJECTS) - JOBS:
        for column in SQLModel.metadata.tables[table].columns:
            if isinstance(column.type, Enum) and column.name not in NEVER_RECORDED:
                yield from ((column.name, value) for value in column.type.enums)
    yield from ((name, value.value) for name, kind in CODED for value in kind)


def test_every_code_has_words() -> None:
    assert {(name, value) for name, value in codes() if value not in VALUES.get(name, {})} == set()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("field", VALUES)
def test_no_two_codes_of_a_field_share_words(field: str, lang: str) -> None:
    with speaking(lang):
        said = [value_words(field, value) for value in VALUES[field]]
    assert len(set(said)) == len(said)


def test_what_has_no_words_stays_as_it_is() -> None:
    assert field_words("content.newer_field") == "Nội dung · newer_field"
    assert value_words("status", "of a later version") == "of a later version"


def test_a_change_is_told_in_words_also_within_lists() -> None:
    before: dict[str, Any] = {"status": "needs_changes", "active": True}
    after = {"status": "approved", "active": False, "scopes": ["profile", "lots"]}
    with speaking("vi"):
        told = [(one.words, one.before, one.after) for one in differences(before, after)]
    assert told == [
        ("Tình trạng", "Cần bổ sung", "Đã duyệt"),
        ("Đang bán", "Có", "Không"),
        ("Được làm", "", "Hồ sơ gian hàng, Lô, vùng trồng và tem"),
    ]
