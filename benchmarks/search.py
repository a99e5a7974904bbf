"""Every word of the vocabulary, searched for on the large shop with nothing kept."""

from urllib.parse import quote_plus

from benchmarks.addresses import vocabulary
from benchmarks.bench import Bench
from benchmarks.load import ask_in_turn
from benchmarks.pages import OFF
from benchmarks.processes import Server
from benchmarks.report import Row

ROUNDS_SECONDS = 0.15
"""For each word in the first round; the slowest are asked for longer in a second."""
SLOWEST = 20


def words(bench: Bench) -> None:
    products = bench.sizes[-1]
    url = bench.databases.of(products)
    targets = {f"/tim?q={quote_plus(word)}": word for word in vocabulary(url)}
    with bench.shop(products, **OFF) as server:
        ask_in_turn(server, list(targets)[:50], 2, 1)  # statements get prepared
        first = _latencies(server, list(targets), max(5, len(targets) * ROUNDS_SECONDS))
        slowest = sorted(first, key=lambda target: first[target])[-SLOWEST:]
        again = _latencies(server, slowest, SLOWEST * bench.seconds / 2)
    worst = max(again, key=lambda target: again[target])
    everything = sorted({**first, **again}.values())
    middle = everything[len(everything) // 2]
    bench.report.add(
        Row(
            f"search, cold, {products:,} products, {len(targets):,} words",
            f"worst p95 {again[worst]:.1f} ms («{targets[worst]}»)",
            "< 15 ms for every word",
            again[worst] < 15,
            f"median word {middle:.1f} ms; one client",
        )
    )


def _latencies(server: Server, targets: list[str], seconds: float) -> dict[str, float]:
    """Milliseconds at the 95th percentile of each."""
    said = ask_in_turn(server, targets, seconds, 1, (), "--by-target")
    return {target: _p95(times) for target, times in said["by_target"].items()}


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))] * 1000
