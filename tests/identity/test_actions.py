"""Every action that the code records has words, and nothing secret is recorded."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.config import ROOT
from app.identity.rules.actions import ACTIONS
from app.identity.rules.records import (
    HIDDEN,
    Place,
    differences,
    is_secret,
    masked,
    place,
    recordable,
)

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
JOBS = re.compile(r"(catalog|imports|moderation|sellers|traceability|transparency)\.")
"""Names of jobs and options in modules that record something too."""

RECORDING = [
    path
    for path in sorted((ROOT / "app").rglob("*.py"))
    if re.search(r"\b(audit|record)\(", path.read_text())
]


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and called(node) in {"audit", "record"}:
            yield node


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def test_every_action_has_words() -> None:
    said = {
        node.value
        for path in RECORDING
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if ACTION.fullmatch(node.value) and not JOBS.match(node.value)
    }
    assert said - set(ACTIONS) == set(), "their words belong into identity/rules/actions.py"


@pytest.mark.parametrize("path", RECORDING, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_hands_a_secret_to_a_record(path: Path) -> None:
    """The names of fields that a call writes down; what slips through is hidden at run time."""
    names = {
        key.value
        for call in calls(path)
        for part in call.keywords
        if part.arg in {"before", "after"}
        for node in ast.walk(part.value)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert {name for name in names if is_secret(name)} == set()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["price", "name", "password", "totp_secret", "id_number", "a"]), inner
        )
    ),
    max_leaves=12,
)
ROWS = st.dictionaries(st.sampled_from(["price", "name", "token", "stock", "bank"]), VALUES)


@given(ROWS)
def test_no_secret_survives_at_any_depth(row: dict[str, object]) -> None:
    assert secrets(recordable(row)) <= {HIDDEN, ""}


def secrets(values: object) -> set[str]:
    """Whatever stands under a secret name."""
    if isinstance(values, dict):
        own = {str(value) for key, value in values.items() if is_secret(key) and value}
        return own.union(*(secrets(v) for key, v in values.items() if not is_secret(key)))
    return set().union(*map(secrets, values)) if isinstance(values, list) else set()


@given(ROWS, ROWS)
def test_differences_are_exactly_what_changed(
    before: dict[str, object], after: dict[str, object]
) -> None:
    assert differences(before, before) == []
    one_way, back = differences(before, after), differences(after, before)
    assert {(d.field, d.before, d.after) for d in one_way} == {
        (d.field, d.after, d.before) for d in back
    }
    assert len({d.field for d in one_way}) == len(one_way)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("gọi 0912345678 nhé", "gọi •••678 nhé"),
        ("+84208385555", "•••555"),
        ("8938505974019", "8938505974019"),  # a GTIN
        ("TC-2610-07", "TC-2610-07"),
        ("HTX.cheviet+1@thainguyen.gov.vn", "•••@thainguyen.gov.vn"),
    ],
)
def test_phones_and_addresses_of_people_are_masked_and_codes_are_not(said: str, shown: str) -> None:
    assert masked(said) == shown
    assert masked({"tax_code": "0312345678"}) == {"tax_code": "0312345678"}


@given(st.text(max_size=60))
def test_a_place_in_the_log_is_one_of_ours_or_none(said: str) -> None:
    found = place(said)
    assert found is None or place(str(found)) == found


@given(st.datetimes(datetime(2020, 1, 1), timezones=st.just(UTC)), st.uuids())  # noqa: DTZ001
def test_a_place_comes_back_as_it_was(at: datetime, row: UUID) -> None:
    assert place(str(Place(at, row))) == Place(at, row)
