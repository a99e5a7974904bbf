"""Rows that nobody waits for."""

import logging
import time

import pytest
from prometheus_client import REGISTRY

from app.core.write_behind import WriteBehind


def test_a_full_batch_goes_out_at_once() -> None:
    written: list[list[int]] = []
    with WriteBehind(written.append, batch=10, wait=60).running() as rows:
        for number in range(10):
            rows.put(number)
        deadline = time.monotonic() + 5
        while not written and time.monotonic() < deadline:
            time.sleep(0.01)
        assert written == [list(range(10))]


def test_a_lone_row_waits_no_longer_than_it_may() -> None:
    written: list[list[int]] = []
    with WriteBehind(written.append, wait=0.05).running() as rows:
        rows.put(1)
        time.sleep(1)
        assert written == [[1]]


def test_what_waits_is_written_when_the_process_stops() -> None:
    written: list[list[int]] = []
    with WriteBehind(written.append, batch=1000, wait=60).running() as rows:
        for number in range(2500):
            rows.put(number)
    assert [row for batch in written for row in batch] == list(range(2500))


def test_what_comes_while_a_batch_is_written_waits_for_the_next() -> None:
    written: list[list[int]] = []

    def write(batch: list[int]) -> None:
        written.append(batch)
        rows.put(len(written))

    rows = WriteBehind(write)
    rows.put(0)
    rows.flush()
    assert written == [[0]]
    rows.flush()
    assert written == [[0], [1]]


def test_over_the_bound_rows_are_dropped_and_their_number_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    written: list[list[int]] = []
    rows = WriteBehind(written.append, bound=5)
    for number in range(8):
        rows.put(number)
    with caplog.at_level(logging.WARNING):
        rows.flush()
    assert written == [[0, 1, 2, 3, 4]]
    assert "Dropped 3 rows" in caplog.text


def test_a_batch_that_fails_is_tried_again_then_dropped(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[list[int]] = []

    def refuse(batch: list[int]) -> None:
        tries.append(batch)
        raise ConnectionError

    rows = WriteBehind(refuse)
    rows.put(1)
    rows.flush()
    assert tries == [[1], [1]]
    assert "Dropped 1 rows" in caplog.text


def test_what_cannot_be_reached_is_waited_for_and_written_in_order_later() -> None:
    written: list[int] = []
    reachable = False

    def write(batch: list[int]) -> None:
        if not reachable:
            raise ConnectionRefusedError
        written.extend(batch)

    rows = WriteBehind(write, bound=5, away=(ConnectionRefusedError,))
    for number in range(3):
        rows.put(number)
    rows.flush()
    for number in range(3, 8):
        rows.put(number)
    rows.flush()
    assert written == []
    reachable = True
    rows.flush()
    assert written == [0, 1, 2, 3, 4]


def test_what_was_dropped_is_counted_for_whoever_watches() -> None:
    before = REGISTRY.get_sample_value("ng_written_behind_total", {"outcome": "dropped"}) or 0

    def refuse(batch: list[int]) -> None:
        raise ConnectionRefusedError

    rows = WriteBehind(refuse, wait=60, bound=2, away=(ConnectionRefusedError,))
    with rows.running():
        for number in range(5):
            rows.put(number)
    after = REGISTRY.get_sample_value("ng_written_behind_total", {"outcome": "dropped"})
    assert after == before + 5, "three had no room, two were left when the process ended"
