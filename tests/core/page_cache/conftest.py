from collections.abc import Iterator

import pytest

from app.core.page_cache import PageCache, keep
from tests.core.page_cache.toy import Toy, announcements


@pytest.fixture
def toy() -> Iterator[Toy]:
    with announcements():
        keep("/san-pham", "quy-cach")
        yield Toy()


@pytest.fixture
def cache(toy: Toy) -> PageCache:
    return PageCache(toy, megabytes=1)
