"""Which requests are the same page, and what a page can know of its visitor."""

import asyncio

import pytest

from app.core.page_cache import PageCache, keep
from tests.core.page_cache.toy import Toy, ask, get, nowhere


def test_unknown_query_keys_cannot_grow_the_cache(cache: PageCache, toy: Toy) -> None:
    for n in range(50):
        get(cache, f"/san-pham/a?utm_source={n}&fbclid={n}")
    assert toy.renders == len(cache.store) == 1


def test_a_page_never_sees_a_key_that_it_does_not_know(cache: PageCache, toy: Toy) -> None:
    answer = get(cache, "/san-pham/a?utm_source=x&quy-cach=100g")
    assert toy.seen[0]["query_string"] == b"quy-cach=100g"
    assert b"utm_source" not in answer.body


def test_the_order_of_keys_and_empty_ones_make_no_difference(cache: PageCache, toy: Toy) -> None:
    keep("/tim", "q", "loai")
    for query in (
        "q=che&loai=dinh",
        "loai=dinh&q=che",
        "q=che&loai=dinh&loai=dinh&xa=",
        "q=che&loai=dinh&loai=",
    ):
        get(cache, f"/tim?{query}")
    assert toy.renders == 1


def test_different_values_are_different_pages(cache: PageCache, toy: Toy) -> None:
    for query in ("", "?quy-cach=100g", "?quy-cach=200g"):
        get(cache, f"/san-pham/a{query}")
    assert toy.renders == len(cache.store) == 3


def test_text_in_a_query_keeps_its_letters(cache: PageCache, toy: Toy) -> None:
    keep("/tim", "q")
    get(cache, "/tim?q=ch%C3%A8+t%C3%A2n%20c%C6%B0%C6%A1ng%26")
    assert toy.seen[0]["query_string"] == b"q=ch%C3%A8+t%C3%A2n+c%C6%B0%C6%A1ng%26"


def test_a_question_mark_inside_a_path_is_another_page(cache: PageCache, toy: Toy) -> None:
    """`/san-pham/a%3Fquy-cach=100g` arrives decoded."""
    get(cache, "/san-pham/a?quy-cach=100g")

    inside = {"type": "http", "method": "GET", "path": "/san-pham/a?quy-cach=100g"}
    scope = inside | {"query_string": b"", "headers": []}
    asyncio.run(cache(scope, nowhere, nowhere))  # type: ignore[arg-type]
    assert toy.renders == 2


def test_languages_are_different_pages_under_one_announcement(cache: PageCache, toy: Toy) -> None:
    for path in ("/san-pham/a", "/en/san-pham/a") * 2:
        get(cache, f"{path}?utm_source=x")
    assert toy.renders == len(cache.store) == 2


def test_the_home_page_can_be_kept_in_each_language(cache: PageCache, toy: Toy) -> None:
    keep("/")
    for path in ("/", "/en") * 2:
        get(cache, path)
    assert toy.renders == 2


def test_a_page_cannot_know_who_asks(cache: PageCache, toy: Toy) -> None:
    get(cache, "/san-pham/a", host="shop", cookie="ng=1", authorization="Basic x", hx_request="1")
    assert toy.seen[0]["headers"] == [(b"host", b"shop")]


def test_a_visitor_with_cookies_gets_the_kept_page(cache: PageCache, toy: Toy) -> None:
    get(cache, "/san-pham/a")
    get(cache, "/san-pham/a", cookie="ng=1")
    assert toy.renders == 1


def test_a_page_that_sets_a_cookie_is_not_kept(cache: PageCache, toy: Toy) -> None:
    toy.cookie = "secret"
    for _ in range(2):
        assert "x-page-tags" not in get(cache, "/san-pham/a").headers
    assert toy.renders == 2


def test_private_pages_pass_with_everything_they_need(cache: PageCache, toy: Toy) -> None:
    toy.marked = False
    get(cache, "/gio-hang?ma=1", cookie="ng=1")
    assert toy.seen[0]["headers"] == [(b"cookie", b"ng=1")]
    assert toy.seen[0]["query_string"] == b"ma=1"


def test_marking_a_page_that_nobody_announced_is_a_mistake(cache: PageCache) -> None:
    with pytest.raises(LookupError, match="/gio-hang"):
        get(cache, "/gio-hang")


def test_private_requests_for_one_path_do_not_wait_for_each_other(
    cache: PageCache, toy: Toy
) -> None:
    together = asyncio.Barrier(3)

    async def meet() -> None:
        await asyncio.wait_for(together.wait(), 5)

    async def crowd() -> None:
        await asyncio.gather(*(ask(cache, "/tai-khoan") for _ in range(3)))

    toy.marked, toy.meanwhile = False, meet
    asyncio.run(crowd())
