"""What a visitor gets: bytes, encodings, validators, headers."""

import asyncio
import gzip
import time
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from starlette.types import Scope

from app.core.page_cache import PageCache, when_served
from app.core.page_cache.entry import OVERHEAD
from tests.core.page_cache.toy import PAGE, Toy, ask, get, nowhere


def test_a_page_is_rendered_once(cache: PageCache, toy: Toy) -> None:
    first, second = get(cache, "/san-pham/a"), get(cache, "/san-pham/a")
    assert first.body == second.body == PAGE.encode()
    assert first.headers == second.headers
    assert toy.renders == 1


def test_marks_never_leave_the_process(cache: PageCache) -> None:
    assert not [name for name in get(cache, "/san-pham/a").headers if name.startswith("x-page")]


@pytest.mark.parametrize(
    ("accepts", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ],
)
def test_a_page_is_compressed_once_as_the_visitor_likes(
    cache: PageCache, accepts: str, encoding: str, decode: type[bytes]
) -> None:
    for _ in range(2):
        answer = get(cache, "/san-pham/a", accept_encoding=accepts)
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["vary"] == "accept-encoding"
        assert int(answer.headers["content-length"]) == len(answer.body) < len(PAGE.encode())
        assert decode(answer.body) == PAGE.encode()


def test_beside_brotli_the_page_takes_no_memory_until_it_is_asked_for(
    cache: PageCache, toy: Toy
) -> None:
    get(cache, "/san-pham/a", accept_encoding="br")
    small = cache.store.size
    assert small < len(PAGE.encode()) + OVERHEAD
    assert gzip.decompress(get(cache, "/san-pham/a", accept_encoding="gzip").body) == PAGE.encode()
    for _ in range(2):
        assert get(cache, "/san-pham/a").body == PAGE.encode()
    assert cache.store.size > small + len(PAGE.encode())
    assert toy.renders == 1


def test_each_encoding_has_its_own_strong_etag(cache: PageCache) -> None:
    tags = {
        get(cache, "/san-pham/a", accept_encoding=kind).headers["etag"]
        for kind in ("", "gzip", "br")
    }
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_a_picture_is_not_compressed_again(cache: PageCache, toy: Toy) -> None:
    toy.type = "image/png"
    for _ in range(2):
        answer = get(cache, "/san-pham/a", accept_encoding="br")
        assert "content-encoding" not in answer.headers
        assert "vary" not in answer.headers
        assert answer.body == PAGE.encode()
    assert cache.store.size < 2 * len(PAGE) + 3000


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_an_unchanged_page_is_a_304_without_body(cache: PageCache, form: str) -> None:
    etag = get(cache, "/san-pham/a", accept_encoding="br").headers["etag"]
    answer = get(cache, "/san-pham/a", accept_encoding="br", if_none_match=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers == {
        "etag": etag,
        "vary": "accept-encoding",
        "cache-control": "public, max-age=0, s-maxage=30",
    }


def test_the_first_visitor_too_is_told_that_nothing_changed(cache: PageCache) -> None:
    etag = get(cache, "/san-pham/a").headers["etag"]
    cache.store.clear()
    assert get(cache, "/san-pham/a", if_none_match=etag).status == 304


def test_another_encodings_etag_brings_the_page(cache: PageCache) -> None:
    etag = get(cache, "/san-pham/a").headers["etag"]
    assert get(cache, "/san-pham/a", accept_encoding="br", if_none_match=etag).status == 200


def test_head_is_get_without_its_body(cache: PageCache, toy: Toy) -> None:
    for _ in range(2):
        head = get(cache, "/san-pham/a", "HEAD")
        assert (head.status, head.body) == (200, b"")
    assert head.headers == get(cache, "/san-pham/a").headers
    assert toy.renders == 1
    toy.marked = False
    assert get(cache, "/san-pham/b", "HEAD").body == b""


def test_shared_caches_may_keep_a_page_for_half_a_minute(cache: PageCache) -> None:
    headers = get(cache, "/san-pham/a").headers
    assert headers["cache-control"] == "public, max-age=0, s-maxage=30"


def test_a_page_says_when_it_would_read_differently(cache: PageCache, toy: Toy) -> None:
    toy.until = datetime.now(UTC) + timedelta(seconds=0.2)
    get(cache, "/san-pham/a")
    get(cache, "/san-pham/a")
    assert toy.renders == 1
    time.sleep(0.25)
    get(cache, "/san-pham/a")
    assert toy.renders == 2


def test_an_unknown_codes_page_is_kept_but_never_a_304(cache: PageCache, toy: Toy) -> None:
    toy.status = 404
    etag = get(cache, "/san-pham/a").headers["etag"]
    assert get(cache, "/san-pham/a", if_none_match=etag).status == 404
    assert toy.renders == 1


@pytest.mark.parametrize("status", [301, 307, 500, 503])
def test_other_answers_are_not_kept(cache: PageCache, toy: Toy, status: int) -> None:
    toy.status = status
    for _ in range(2):
        assert get(cache, "/san-pham/a").status == status
    assert toy.renders == 2


def test_whoever_notes_visits_hears_of_each_with_its_cookies(cache: PageCache, toy: Toy) -> None:
    noted: list[tuple[Scope, tuple[str, ...], int]] = []
    when_served("/san-pham", lambda *visit: noted.append(visit))
    for method in ("GET", "GET", "HEAD"):
        get(cache, "/san-pham/a", method, cookie="ng=1")
    assert [scope["method"] for scope, _, _ in noted] == ["GET", "GET", "HEAD"]
    assert {(tags, status) for _, tags, status in noted} == {(toy.tags, 200)}
    assert noted[0][0]["headers"] == [(b"cookie", b"ng=1")]


def test_a_note_that_fails_costs_nobody_the_page(cache: PageCache) -> None:
    def fail(*visit: object) -> None:
        raise ValueError

    when_served("/san-pham", fail)
    assert get(cache, "/san-pham/a").status == 200


def test_with_no_memory_pages_are_the_same_but_made_each_time(toy: Toy) -> None:
    off, on = PageCache(toy), PageCache(toy, megabytes=1)
    assert get(off, "/san-pham/a").headers == get(on, "/san-pham/a").headers
    get(off, "/san-pham/a")
    assert toy.renders == 3


def test_with_no_memory_nobody_waits_for_anothers_render(toy: Toy) -> None:
    together = asyncio.Barrier(3)

    async def meet() -> None:
        await asyncio.wait_for(together.wait(), 5)

    async def crowd() -> None:
        await asyncio.gather(*(ask(off, "/san-pham/a") for _ in range(3)))

    off, toy.meanwhile = PageCache(toy), meet
    asyncio.run(crowd())
    assert toy.renders == 3


def test_other_methods_and_protocols_pass_by(cache: PageCache, toy: Toy) -> None:
    toy.marked = False
    for _ in range(2):
        assert get(cache, "/san-pham/a", "POST").body == PAGE.encode()
    assert toy.renders == 2

    websocket = {"type": "websocket", "query_string": b""}
    asyncio.run(cache(websocket, nowhere, nowhere))  # type: ignore[arg-type]
    assert toy.seen[-1]["type"] == "websocket"


def test_many_at_once_cost_one_render(cache: PageCache, toy: Toy) -> None:
    async def slowly() -> None:
        await asyncio.sleep(0.05)

    async def crowd() -> list[bytes]:
        answers = await asyncio.gather(*(ask(cache, "/san-pham/a") for _ in range(50)))
        return [answer.body for answer in answers]

    toy.meanwhile = slowly
    assert asyncio.run(crowd()) == [PAGE.encode()] * 50
    assert toy.renders == 1


def test_what_is_not_for_sharing_is_asked_for_by_each(cache: PageCache, toy: Toy) -> None:
    async def slowly() -> None:
        await asyncio.sleep(0.05)

    async def crowd() -> None:
        await asyncio.gather(*(ask(cache, "/san-pham/a") for _ in range(5)))

    toy.meanwhile, toy.marked = slowly, False
    asyncio.run(crowd())
    assert toy.renders == 5


def test_a_render_that_fails_leaves_nobody_waiting(cache: PageCache, toy: Toy) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.02)
        raise ValueError

    async def crowd() -> list[object]:
        asks = (ask(cache, "/san-pham/a") for _ in range(3))
        return await asyncio.wait_for(asyncio.gather(*asks, return_exceptions=True), 5)

    toy.meanwhile = fail
    assert all(isinstance(answer, ValueError) for answer in asyncio.run(crowd()))
    assert not cache.flights
