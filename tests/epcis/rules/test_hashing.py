"""Our event ids against the reference generator, over every kind of event."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.epcis.rules.canon import canonical_event
from app.epcis.rules.hashing import event_hash, pre_hash
from app.epcis.rules.vocabulary import WORDS
from tests.epcis import examples
from tests.epcis.examples import ALL, ALL_KEYS, LOT, LOT_URN, TN, Event, document, packing
from tests.epcis.reference import Reference, running

PREFIXES = {"tn": TN}


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    with running() as peer:
        yield peer


def agree(reference: Reference, event: Event) -> None:
    [(text, said)] = reference.hashed(document(event))
    assert pre_hash(event, PREFIXES) == text
    assert event_hash(event, PREFIXES) == said


def test_the_published_vector() -> None:
    """ReferenceEventHashAlgorithm: `6ae96341…39d7`."""
    assert event_hash(examples.PUBLISHED, examples.PUBLISHED_PREFIXES) == (
        "ni:///sha-256;6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7?ver=CBV2.0"
    )


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_every_kind_of_event_as_it_comes_and_as_we_keep_it(
    reference: Reference, make: Callable[..., Event]
) -> None:
    agree(reference, make())
    kept = canonical_event(make(), PREFIXES)
    agree(reference, kept.body)
    assert kept.hash == event_hash(make(), PREFIXES)


def test_every_key_in_every_form(reference: Reference) -> None:
    agree(reference, ALL_KEYS)
    agree(reference, canonical_event(ALL_KEYS, PREFIXES).body)


SAME = (
    {"outputQuantityList": [{"epcClass": LOT_URN, "quantity": 200.0}]},
    {
        "outputQuantityList": [
            {"quantity": 200, "epcClass": LOT.replace("id.gs1.org", "tn.example")}
        ]
    },
    {"eventTime": "2026-04-13T02:00:00Z"},
    {"eventTime": "2026-04-13T09:00:00.0000+07:00"},
    {"bizStep": "https://ref.gs1.org/cbv/BizStep-packing"},
    {"recordTime": "2026-04-14T00:00:00Z", "eventID": "urn:uuid:1"},
    {"errorDeclaration": {"declarationTime": "2026-04-14T00:00:00Z", "reason": "did_not_occur"}},
)


@pytest.mark.parametrize("other", SAME, ids=str)
def test_another_way_to_say_the_same_is_the_same_event(
    reference: Reference, other: dict[str, Any]
) -> None:
    agree(reference, packing(**other))
    assert canonical_event(packing(**other)).hash == canonical_event(packing()).hash


def test_a_host_in_capitals_is_the_same_event_too() -> None:
    """The reference takes it for another: so we keep small letters."""
    loud = packing(readPoint={"id": "HTTPS://TN.EXAMPLE/loc/1"})
    quiet = packing(readPoint={"id": "https://tn.example/loc/1"})
    assert canonical_event(loud).hash == canonical_event(quiet).hash


@pytest.mark.parametrize(
    "other",
    [{"disposition": "active"}, {"eventTime": "2026-04-13T09:00:01+07:00"}, {"bizStep": "other"}],
    ids=str,
)
def test_what_happened_otherwise_is_another_event(other: dict[str, Any]) -> None:
    assert canonical_event(packing(**other)).hash != canonical_event(packing()).hash


words = st.text("aàăâbcđeếghiklmnơpqưr 0123456789.-/:", min_size=1, max_size=12).map(str.strip)
leaves = st.one_of(
    words.filter(bool),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.booleans(),
    st.sampled_from([LOT, LOT_URN, "packing", "tn:x", "007", "1_0", "1e3"]),
)
terms = st.sampled_from(["tn:a", "tn:b", "tn:fooList", "cbvmda:lotNumber", "tn:time"])
extensions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(terms, inner, max_size=3)
    ),
    max_leaves=6,
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001  # an offset follows
    # The reference fails where a second would be rounded up.
    lambda at: at.replace(microsecond=min(at.microsecond, 999_499)).isoformat() + "+07:00"
)
amounts = st.one_of(st.integers(0, 10**6), st.floats(0, 1e6))
quantities = st.lists(
    st.fixed_dictionaries(
        {"epcClass": st.sampled_from([LOT, LOT_URN, examples.BULK])},
        optional={"quantity": amounts, "uom": st.sampled_from(["KGM", "GRM"])},
    ),
    min_size=1,
    max_size=3,
)
reports = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(WORDS["measurement"]))},
    optional={"value": amounts, "time": moments, "component": st.sampled_from(["x", "height"]),
              "booleanValue": st.booleans(), "stringValue": words.filter(bool), "tn:a": extensions},
)  # fmt: skip
generated = st.fixed_dictionaries(
    {
        "type": st.just("ObjectEvent"),
        "eventTime": moments,
        "eventTimeZoneOffset": st.just("+07:00"),
        "action": st.just("ADD"),
        "quantityList": quantities,
    },
    optional={
        "bizStep": st.sampled_from([*WORDS["bizStep"], "https://tn.example/buoc/1"]),
        "disposition": st.sampled_from(sorted(WORDS["disposition"])),
        "readPoint": st.fixed_dictionaries(
            {"id": st.sampled_from([examples.PLACE, examples.PLACE_URN])},
            optional={"tn:a": extensions},
        ),
        "ilmd": st.dictionaries(terms, extensions, max_size=3),
        "tn:a": extensions,
        "tn:zList": extensions,
        "sensorElementList": st.lists(
            st.fixed_dictionaries(
                {"sensorReport": st.lists(reports, min_size=1, max_size=2)},
                optional={
                    "tn:b": extensions,
                    "sensorMetadata": st.just({"time": "2026-04-01T00:00:00Z"}),
                },
            ),
            min_size=1,
            max_size=2,
        ),
    },
)


def test_whatever_event_there_may_be(reference: Reference) -> None:
    @settings(max_examples=60)
    @given(event=generated)
    def compare(event: Event) -> None:
        agree(reference, json.loads(json.dumps(event)))

    compare()


def test_a_second_is_rounded_up_where_its_last_half_millisecond_says_so() -> None:
    rounded = packing(eventTime="2026-04-13T08:59:59.999501+07:00")
    assert event_hash(rounded, {}) == event_hash(packing(), {})
