"""Consent and time: what is over stays over, and nothing opens that was not ticked."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.sellers.rules.assistance import (
    OPENS,
    TEXT_VERSION,
    TEXTS,
    ConsentState,
    Scope,
    Times,
    opens,
    state,
)

START = datetime(2026, 11, 27, 8, tzinfo=UTC)
S = ConsentState
moments = st.timedeltas(timedelta(), timedelta(days=400)).map(lambda after: START + after)
times = st.builds(
    lambda asked, given_at, days, withdrawn: Times(
        asked,
        given_at and max(asked, given_at),
        given_at and max(asked, given_at) + timedelta(days=days),
        withdrawn and max(asked, given_at or asked, withdrawn),
    ),
    moments,
    st.none() | moments,
    st.integers(1, 365),
    st.none() | moments,
)


@given(times, moments, moments)
def test_what_is_over_stays_over(about: Times, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    over = set(S) - {S.ASKED, S.GIVEN}
    if state(about, earlier) in over:
        assert state(about, later) is state(about, earlier)


@given(times, moments)
def test_consent_holds_only_between_giving_and_its_end(about: Times, now: datetime) -> None:
    holds = state(about, now) is S.GIVEN
    assert holds == (
        about.given_at is not None
        and about.withdrawn_at is None
        and about.valid_until is not None
        and now < about.valid_until
    )


@given(st.text("/abcđ.-%", max_size=30), st.sets(st.sampled_from(Scope)))
def test_an_unknown_part_opens_to_nobody(path: str, scopes: set[Scope]) -> None:
    whole = f"/ban-hang/x{path}"
    assert not opens(whole, scopes)
    assert not opens("/ban-hang/ho-tro" + path, scopes)
    assert opens("/ban-hang", scopes) == bool(scopes)


def test_the_part_decides_and_not_how_the_address_goes_on() -> None:
    for path, scopes in OPENS.items():
        for scope in Scope:
            assert opens(path, {scope}) == (scope in scopes)
            below = f"{path}/mot/hai" if path.count("/") > 1 else path
            assert opens(below, {scope}) == (scope in scopes)


def test_the_text_in_use_is_kept_with_its_version() -> None:
    assert TEXT_VERSION in TEXTS
    assert {"{officer}", "{day}"} <= {word.strip(",.") for word in TEXTS[TEXT_VERSION].split()}
