"""Completeness and fingerprint of a lot's record."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules import Stage, records

WHOLE = dict.fromkeys(records.REQUIRED, "x")
STAGES = [Stage.HARVEST, Stage.PACK]


def test_a_whole_record_lacks_nothing() -> None:
    assert records.missing(WHOLE, STAGES) == []


def test_every_mandatory_field_is_asked_for() -> None:
    for name, said in records.REQUIRED.items():
        assert records.missing(WHOLE | {name: ""}, STAGES) == [said]


def test_a_journey_needs_its_first_step_and_its_packing() -> None:
    assert len(records.missing(WHOLE, [])) == 2
    assert len(records.missing(WHOLE, [Stage.HARVEST])) == 1


def test_the_fingerprint_is_plain_sha_256_of_sorted_json() -> None:
    text = '{"a":"chè","b":[1,2]}'
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert records.fingerprint({"b": [1, 2], "a": "chè"}) == expected


@given(st.dictionaries(st.text(), st.integers()), st.text(), st.integers())
def test_any_change_changes_the_fingerprint(record: dict[str, int], key: str, value: int) -> None:
    changed = record | {key: value}
    assert (records.fingerprint(changed) == records.fingerprint(record)) == (changed == record)
