"""What is tried again when, whom we may call, and what a signature is worth."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from app.core.config import ROOT
from app.webhooks.rules import schedule, signing, targets
from app.webhooks.rules.catalogue import CHOICES, EXAMPLES, WORDS, EventType

NOW = datetime(2026, 11, 27, 1, 2, 3, tzinfo=UTC)
tries = st.integers(1, 30)
shares = st.floats(0, 1)


@given(tries, shares)
def test_a_message_is_tried_ten_times_in_three_days(tried: int, jitter: float) -> None:
    at = schedule.next_try(tried, NOW, jitter=jitter)
    assert (at is None) == (tried >= 10)
    if at is not None:
        wait = schedule.WAITS[tried - 1]
        assert wait <= at - NOW <= wait * 1.1


def test_the_waits_are_those_of_the_specification() -> None:
    hours = [wait.total_seconds() / 3600 for wait in schedule.WAITS]
    assert hours == [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]


@given(st.integers(1, 9), st.integers(0, 10**9))
def test_a_receiver_may_ask_for_more_time_but_not_for_ever(tried: int, seconds: int) -> None:
    asked = timedelta(seconds=seconds)
    at = schedule.next_try(tried, NOW, asked=asked, jitter=0)
    assert at is not None
    assert at - NOW >= min(asked, schedule.LONGEST_WAIT)
    assert at - NOW <= schedule.LONGEST_WAIT * 1.1


@given(st.integers(0, 10**7))
def test_a_dead_endpoint_rests_longer_the_longer_it_is_dead(seconds: int) -> None:
    rests = [schedule.rest(NOW, NOW + timedelta(seconds=s)) for s in (seconds, seconds + 60)]
    assert timedelta(minutes=1) <= rests[0] <= rests[1] <= timedelta(hours=1)


def test_five_days_without_an_answer_are_enough() -> None:
    assert not schedule.is_given_up(None, NOW)
    assert not schedule.is_given_up(NOW - timedelta(days=5), NOW)
    assert schedule.is_given_up(NOW - timedelta(days=5, seconds=1), NOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://banhang.example.vn/nguyen-goc",
        "https://banhang.example.vn:8443/a?b=c",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://chè.example.vn/",
    ],
)
def test_public_addresses_may_be_called(url: str) -> None:
    assert targets.target(url).secure


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "ftp://banhang.example.vn/",
        "http://banhang.example.vn/",
        "//banhang.example.vn/",
        "javascript:alert(1)",
        "https://user:pass@banhang.example.vn/",
        "https://banhang.example.vn/#a",
        "https://banhang.example.vn:22/",
        "https://banhang.example.vn:99999/",
        "https://banhang.example.vn/a b",
        "https://banhang.example.vn/\r\nx: y",
        "https://banhang.example.vn\\@127.0.0.1/",
        "https://localhost/",
        "https://localhost./",
        "https://shop.localhost/",
        "https://printer.local/",
        "https://db.internal/",
        "https://banhang/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fd00:ec2::254]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[ff02::1]/",
        "https://" + "a" * 300 + ".example.vn/",
        "https://banhang.example.vn/" + "a" * 500,
    ],
)
@pytest.mark.parametrize("local", [False, True])
def test_nothing_else_may_be_called(url: str, local: bool) -> None:
    if local and re.match(r"https?://(localhost\.?|127\.0\.0\.1|\[::1\])/", url):
        return  # that is what the setting is for
    with pytest.raises(ValueError, match=r"."):
        targets.target(url, local=local)


def test_this_machine_may_be_called_where_the_setting_says_so() -> None:
    found = targets.target("http://127.0.0.1:9000/a", local=True)
    assert (found.secure, found.host, found.port, found.path) == (False, "127.0.0.1", 9000, "/a")


PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
]


@given(st.sampled_from(PRIVATE), st.integers(0, 2**32 - 1))
def test_no_address_of_a_private_network_is_public_in_any_writing(block: str, n: int) -> None:
    network = ip_network(block)
    inner = IPv4Address(int(network.network_address) + n % network.num_addresses)
    written = [
        inner,
        ip_address(f"::ffff:{inner}"),
        IPv6Address((0x64FF9B << 96) | int(inner)),
        IPv6Address((0x2002 << 112) | (int(inner) << 80)),
    ]
    assert not any(targets.is_public(each) for each in written)


@given(st.binary(min_size=24, max_size=64), st.text(max_size=50))
def test_what_is_signed_is_verified_and_a_changed_letter_is_not(key: bytes, word: str) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    now = datetime.now(UTC)
    body = signing.body_of("order.placed", now, {"order": word})
    headers = signing.headers("evt_1", now, body, [secret])
    assert Webhook(secret).verify(body, headers)["data"] == {"order": word}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace("order.placed", "order.shipped"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers | {"webhook-id": "evt_2"})


def test_both_secrets_sign_while_one_replaces_the_other() -> None:
    old, new, now = signing.new_secret(), signing.new_secret(), datetime.now(UTC)
    headers = signing.headers("evt_1", now, "{}", [new, old])
    assert Webhook(old).verify("{}", headers) == Webhook(new).verify("{}", headers) == {}


def test_a_secret_is_as_long_as_the_scheme_asks() -> None:
    key = base64.b64decode(signing.new_secret().removeprefix("whsec_"), validate=True)
    assert 24 <= len(key) <= 64


def test_a_messages_moment_is_utc() -> None:
    body = json.loads(signing.body_of("ping", NOW, {}))
    assert body == {"type": "ping", "timestamp": "2026-11-27T01:02:03Z", "data": {}}


def test_every_type_has_words_and_an_example_and_stands_in_the_guide() -> None:
    assert set(WORDS) == set(EXAMPLES) == set(EventType) == {*CHOICES, EventType.PING}
    guide = (ROOT / "docs" / "webhooks.md").read_text()
    shown = dict(re.findall(r"^\| `([a-z_.]+)` \| [^|]+ \| `(\{.*\})` \|$", guide, re.MULTILINE))
    assert set(shown) == {kind.value for kind in EventType}
    for kind, example in EXAMPLES.items():
        assert json.loads(shown[kind.value]) == example
