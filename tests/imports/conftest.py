"""The sample province for tests that read or write all of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from tests.conftest import database_url, recreate


@pytest.fixture(scope="module")
def sample_engine(server: str, worker_id: str, sample_template: str) -> Iterator[Engine]:
    """A copy for one module of tests, which undo what they do."""
    name = f"ng_imports_{worker_id}"
    recreate(server, name, sample_template)
    engine = create_engine(database_url(server, name))
    yield engine
    engine.dispose()
