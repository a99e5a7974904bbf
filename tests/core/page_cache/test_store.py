"""What stays in memory, and what a touch drops."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.page_cache import EVERYTHING, PageCache
from app.core.page_cache.entry import Entry
from app.core.page_cache.marks import Marks
from app.core.page_cache.store import REMEMBERED, Store
from tests.core.page_cache.toy import PAGE, Toy, ask, get


def entry(size: int = 1000, *tags: str) -> Entry:
    return Entry(200, [(b"content-type", b"text/html")], b"x" * size, Marks(tags))


def test_a_touch_drops_every_page_with_its_tag(cache: PageCache, toy: Toy) -> None:
    get(cache, "/san-pham/a")
    get(cache, "/san-pham/b")
    toy.tags = ("product:2",)
    get(cache, "/san-pham/c")
    cache.store.drop(["listing"])
    assert len(cache.store) == 1
    get(cache, "/san-pham/c")
    assert toy.renders == 3


def test_the_tag_of_everything_drops_everything(cache: PageCache, toy: Toy) -> None:
    get(cache, "/san-pham/a")
    cache.store.drop([EVERYTHING])
    assert len(cache.store) == cache.store.size == 0


@pytest.mark.parametrize("tag", ["listing", EVERYTHING])
def test_a_render_begun_before_a_touch_is_shown_but_not_kept(
    cache: PageCache, toy: Toy, tag: str
) -> None:
    async def touched() -> None:
        cache.store.drop([tag])

    toy.meanwhile = touched
    assert get(cache, "/san-pham/a").body == PAGE.encode()
    assert len(cache.store) == 0
    assert cache.store.counts.refused == 1


def test_a_touch_of_something_else_does_not_refuse_a_render(cache: PageCache, toy: Toy) -> None:
    async def touched() -> None:
        cache.store.drop(["product:2"])

    toy.meanwhile = touched
    get(cache, "/san-pham/a")
    assert len(cache.store) == 1


def test_who_comes_after_a_touch_does_not_join_an_older_render(cache: PageCache, toy: Toy) -> None:
    async def story() -> tuple[bytes, bytes]:
        old = asyncio.create_task(ask(cache, "/san-pham/a"))
        await asyncio.sleep(0.02)
        toy.text = "giá mới"
        cache.store.drop(["product:1"])
        new = await ask(cache, "/san-pham/a")
        return (await old).body, new.body

    async def slowly() -> None:
        await asyncio.sleep(0.1)

    toy.meanwhile = slowly
    assert asyncio.run(story()) == (PAGE.encode(), "giá mới".encode())
    assert get(cache, "/san-pham/a").body == "giá mới".encode()


def test_more_touches_than_are_remembered_refuse_every_render_under_way() -> None:
    store = Store(10**6)
    begun = store.generation
    store.drop(f"product:{n}" for n in range(REMEMBERED + 1))
    assert not store.put("/a", entry(10, "seller:1"), begun)
    assert store.put("/a", entry(10, "seller:1"), store.generation)


def test_nothing_is_kept_while_nobody_would_tell_of_changes(cache: PageCache, toy: Toy) -> None:
    cache.store.open = False
    get(cache, "/san-pham/a")
    get(cache, "/san-pham/a")
    assert (toy.renders, len(cache.store)) == (2, 0)


def test_codes_tried_out_once_do_not_push_out_what_shoppers_come_back_to() -> None:
    store = Store(200_000)
    store.put("/san-pham/a", entry(), 0)
    store.get("/san-pham/a", 0)
    for n in range(1000):
        store.put(f"/Q/{n}", entry(), 0)
    assert store.get("/san-pham/a", 0) is not None


def test_a_page_larger_than_its_share_is_not_kept() -> None:
    store = Store(10_000)
    assert not store.put("/a", entry(9_000), 0)


@pytest.mark.parametrize("encodings", [(b"br",), (b"gzip",), (b"", b"br"), (b"br", b"gzip", b"")])
def test_every_form_counts_and_a_page_that_is_only_compressed_is_smaller(
    encodings: tuple[bytes, ...],
) -> None:
    store, page = Store(10**6), entry(5000)
    store.put("/a", page, 0)
    whole = page.size
    for encoding in encodings:
        before = page.size
        page.answer(encoding)
        store.grew("/a", page, page.size - before)
    assert store.size == page.size
    assert (page.size < whole) == (encodings == (b"br",))


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["put", "get", "grow", "drop"]),
            some.integers(0, 9),
            some.integers(0, 4000),
        ),
        max_size=120,
    )
)
def test_memory_is_bounded_and_accounted_for_to_the_byte(
    steps: list[tuple[str, int, int]],
) -> None:
    store = Store(40_000)
    for step, n, size in steps:
        key = f"/{n}"
        if step == "put":
            store.put(key, entry(size, f"tag:{n % 3}"), store.generation)
        elif step == "drop":
            store.drop([f"tag:{n % 3}"])
        elif (page := store.get(key, 0)) is not None and step == "grow":
            page.size += size
            store.grew(key, page, size)
        held = {**store._fresh, **store._proven}
        assert store.size == sum(page.size for page in held.values()) <= store.limit
        assert store.proven_size == sum(page.size for page in store._proven.values())
        assert {key for keys in store._keys.values() for key in keys} == set(held)
