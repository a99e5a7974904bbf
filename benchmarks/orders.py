"""Basket and order over HTTP: how many a second, and whether the books agree afterwards."""

import json
import sys
from typing import Any

import psycopg

from benchmarks import peers
from benchmarks.bench import Bench
from benchmarks.load import drive, middle, pinned
from benchmarks.processes import Server, cpu_seconds
from benchmarks.report import Row

CLIENTS = (1, 16, 64)
SELLERS = 3
SCARCE, UNITS = 5, 40
"""Variants that everybody wants in the last run, and how many there are of each."""
UNTIL_GONE = 30.0
PLENTY = "UPDATE variant SET on_hand = 1000000, allocated = 0, max_per_order = 99"
SCANTY = "UPDATE variant SET on_hand = %s, allocated = 0 WHERE id = ANY(%s::uuid[])"
ON_SALE = """
    SELECT array_agg(variant.id::text ORDER BY variant.id) FROM variant
    JOIN product ON product.id = variant.product_id AND product.listed
    WHERE variant.active GROUP BY variant.seller_id ORDER BY min(variant.id::text) LIMIT 300"""
DISAGREES = """
    SELECT count(*) FROM (
        SELECT variant.id FROM variant
        LEFT JOIN (
            SELECT order_line.variant_id, sum(order_line.quantity) AS units
            FROM order_line JOIN seller_order ON seller_order.id = order_line.seller_order_id
            JOIN order_group ON order_group.id = seller_order.group_id
            WHERE order_group.placed_at >= %s GROUP BY 1
        ) AS sold ON sold.variant_id = variant.id
        WHERE variant.allocated > variant.on_hand OR variant.allocated <> coalesce(sold.units, 0)
    ) AS wrong"""


def place(bench: Bench) -> None:
    url = bench.databases.copy_of(bench.sizes[0], "bench_orders")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as database:
        began = now(database)
        database.execute(PLENTY)
        variants = [row[0] for row in database.execute(ON_SALE)]
        for clients in CLIENTS:
            with bench.serving(url) as server:
                said = _buy(bench, server, variants, clients)
            _report(bench, said, clients)
        _agrees(bench, database, began, said)
        _report_scarce(bench, database, url, variants)


def _buy(
    bench: Bench,
    server: Server,
    variants: list[Any],
    clients: int,
    *,
    lines: int = SELLERS,
    seconds: float = 0,
) -> dict[str, Any]:
    """Orders between two runs of the constant, which a rate is a ratio to."""
    constants = [drive(bench.constant(), ["/12000"], seconds=bench.seconds)]
    served = cpu_seconds(server.pids)
    command = [sys.executable, "-m", "benchmarks.buyers", server.url]
    command += [str(clients), str(seconds or bench.seconds * 2), str(lines)]
    said: dict[str, Any] = json.loads(pinned(command, json.dumps(variants)))
    said["server_ms"] = 1000 * (cpu_seconds(server.pids) - served) / said["requests"]
    constants.append(drive(bench.constant(), ["/12000"], seconds=bench.seconds))
    return said | {"constant": middle(constants).rate}


def _report(bench: Bench, said: dict[str, Any], clients: int) -> None:
    work = f"basket and order, {SELLERS} sellers, {clients} clients"
    note = f"p50 {said['p50']:.0f}, p99 {said['p99']:.0f} ms an order"
    note += f"; web {said['server_ms']:.1f} ms a request"
    figure = f"{said['rate']:.1f}/s, {_rest(said)}"
    bench.report.add(Row(work, figure, note=note))
    if clients == 16:
        for peer, theirs, least in (
            ("django-oscar", peers.OSCAR, 15),
            ("Vendure", peers.VENDURE, 25),
        ):
            times = peers.times(said["rate"], said["constant"], theirs["order"])
            work = f"the same against {peer} (recorded)"
            bench.report.add(Row(work, f"{times:.1f} ×", f"≥ {least} ×", times >= least))


def _agrees(bench: Bench, database: psycopg.Connection, began: str, said: dict[str, Any]) -> None:
    failed, miscounted = errors(said), wrong(database, began)
    figure = f"{failed} failed, {miscounted} variants oversold or miscounted"
    met = failed + miscounted == 0
    bench.report.add(Row("the books after 64 clients", figure, "0 failed and 0 oversold", met))


def now(database: psycopg.Connection) -> str:
    row = database.execute("SELECT clock_timestamp()::text").fetchone()
    assert row is not None
    return str(row[0])


def wrong(database: psycopg.Connection, began: str) -> int:
    """Variants with more promised than there are, or than their orders since `began` say."""
    row = database.execute(DISAGREES, (began,)).fetchone()
    assert row is not None
    return int(row[0])


def errors(said: dict[str, Any]) -> int:
    return sum(n for outcome, n in said["outcomes"].items() if outcome not in EXPECTED)


EXPECTED = {"placed", "sold out"}


def _rest(said: dict[str, Any]) -> str:
    """The outcomes but orders placed."""
    rest = {outcome: n for outcome, n in said["outcomes"].items() if outcome != "placed"}
    return ", ".join(f"{n} {outcome}" for outcome, n in rest.items()) or "0 failed"


def _report_scarce(
    bench: Bench, database: psycopg.Connection, url: str, variants: list[Any]
) -> None:
    """Sixty-four buyers for a few things, until these have long been gone."""
    wanted = [each[:1] for each in variants[:SCARCE]]
    began = now(database)
    database.execute("UPDATE variant SET allocated = 0")
    database.execute(SCANTY, (UNITS, [each[0] for each in wanted]))
    with bench.serving(url) as server:
        said = _buy(bench, server, wanted, 64, lines=1, seconds=UNTIL_GONE)
    placed, failed = said["outcomes"].get("placed", 0), errors(said)
    oversold = wrong(database, began)
    bench.report.add(
        Row(
            f"64 buyers for {SCARCE * UNITS} units",
            f"{placed} orders, {failed} failed, {oversold} oversold",
            f"{SCARCE * UNITS} orders, 0 failed, 0 oversold",
            placed == SCARCE * UNITS and failed + oversold == 0,
            _rest(said),
        )
    )
