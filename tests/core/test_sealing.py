"""Sealed secrets come back for their own purpose and key alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.core import sealing
from app.core.config import settings


@given(st.binary(max_size=200))
def test_what_is_sealed_comes_back(content: bytes) -> None:
    closed = sealing.sealed(content, purpose="papers")
    assert sealing.unsealed(closed, purpose="papers") == content


def test_what_is_sealed_cannot_be_read_in_the_table() -> None:
    assert "0123456789" not in sealing.sealed_text("0123456789", purpose="bank")


def test_nothing_sealed_stays_nothing() -> None:
    assert sealing.sealed_text("", purpose="bank") == ""
    assert sealing.unsealed_text("", purpose="bank") == ""


def test_another_purpose_does_not_open_it() -> None:
    closed = sealing.sealed(b"x", purpose="papers")
    with pytest.raises(sealing.BrokenSeal):
        sealing.unsealed(closed, purpose="bank")


def test_another_key_does_not_open_it(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = sealing.sealed(b"x", purpose="papers")
    monkeypatch.setattr(settings, "secret_key", SecretStr("another"))
    with pytest.raises(sealing.BrokenSeal):
        sealing.unsealed(closed, purpose="papers")


def test_a_changed_byte_is_noticed() -> None:
    closed = sealing.sealed(b"0" * 40, purpose="papers")
    with pytest.raises(sealing.BrokenSeal):
        sealing.unsealed(closed[:-5] + b"A" + closed[-4:], purpose="papers")
