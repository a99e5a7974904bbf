"""Public pages: from memory, not modified, and rendered each time."""

from benchmarks import peers
from benchmarks.addresses import addresses
from benchmarks.bench import BROWSER, Bench, Compared, ask
from benchmarks.processes import Server
from benchmarks.report import Row

PAGES = ("home", "listing", "search", "product", "seller", "origin")
COLD_CONNECTIONS = 16
"""Twice the slots of the gate: some always wait, and nobody waits long."""
OFF = {"page_cache_mb": "0"}


def warm(bench: Bench) -> None:
    products = bench.sizes[0]
    with bench.shop(products) as server:
        for page in PAGES:
            compared = _warm(bench, server, products, page)
            bench.report.add(_row(f"{page}, warm", compared, 0.8 if page == "origin" else 0.6))
        _not_modified(bench, server, products)
        _compressed(bench, server, products)


def _row(work: str, compared: Compared, least: float) -> Row:
    met = compared.ratio >= least and not compared.page.failed
    target = f"≥ {100 * least:.0f} % of the constant"
    return Row(work, str(compared), target, met, compared.note)


def _warm(bench: Bench, server: Server, products: int, page: str) -> Compared:
    targets = list(getattr(addresses(bench.databases.of(products)), page))

    def ask_twice() -> None:  # a page is proven by its second visit
        for target in targets * 2:
            ask(server, target)

    return bench.compare(server, targets, warm_up=ask_twice)


def _not_modified(bench: Bench, server: Server, products: int) -> None:
    target = addresses(bench.databases.of(products)).origin[0]
    answer = ask(server, target)
    headers = (*BROWSER, f"If-None-Match: {answer.headers['etag']}")
    compared = bench.compare(server, [target], headers=headers, size=len(answer.content))
    bench.report.add(_row("origin, warm, 304", compared, 1.2))


def _compressed(bench: Bench, server: Server, products: int) -> None:
    """As browsers ask; the constant has the size of the compressed page."""
    target = addresses(bench.databases.of(products)).origin[0]
    size = int(ask(server, target, "br").headers["content-length"])
    headers = (*BROWSER, "Accept-Encoding: gzip, deflate, br, zstd")
    compared = bench.compare(server, [target], headers=headers, size=size)
    bench.report.add(Row("origin, warm, brotli", str(compared), note=compared.note))


def cold(bench: Bench) -> None:
    """Rendered for every request: the page cache keeps nothing."""
    measured = {products: _all_cold(bench, products) for products in bench.sizes}
    first = measured[bench.sizes[0]]
    bench.report.add(_row("origin, cold", first["origin"], 0.12))
    _against_peers(bench, first)
    if len(bench.sizes) > 1:
        _growth(bench, first, measured[bench.sizes[-1]])


def _all_cold(bench: Bench, products: int) -> dict[str, Compared]:
    found = addresses(bench.databases.of(products))
    measured = {}
    with bench.shop(products, **OFF) as server:
        for page in PAGES:
            targets = list(getattr(found, page))
            compared = bench.compare(server, targets, connections=COLD_CONNECTIONS)
            work, whole = f"{page}, cold, {products:,} products", compared.page.failed == 0
            bench.report.add(Row(work, str(compared), "0 failed", whole, compared.note))
            measured[page] = compared
    return measured


def _against_peers(bench: Bench, cold: dict[str, Compared]) -> None:
    wanted = (
        ("listing", "django-oscar", peers.OSCAR["listing"], 100),
        ("listing", "Medusa", peers.MEDUSA["listing"], 40),
        ("listing", "Vendure, indexed", peers.VENDURE["indexed listing"], 5),
        ("product", "django-oscar", peers.OSCAR["product"], 10),
    )
    for page, peer, theirs, least in wanted:
        times = peers.times(cold[page].page.rate, cold[page].constant.rate, theirs)
        work = f"{page}, cold, against {peer} (recorded)"
        bench.report.add(Row(work, f"{times:.1f} ×", f"≥ {least} ×", times >= least))


def _growth(bench: Bench, small: dict[str, Compared], large: dict[str, Compared]) -> None:
    few, many = bench.sizes[0], bench.sizes[-1]
    for page in PAGES:
        before, after = small[page].cost_ms, large[page].cost_ms
        growth = after / before
        work = f"{page}, cold, cost at {many:,} over {few:,}"
        figure = f"{growth:.2f} × ({before:.2f} → {after:.2f} ms)"
        bench.report.add(Row(work, figure, "< 1.5 ×", growth < 1.5, PROCESSORS))


PROCESSORS = "processor time of the web process and PostgreSQL"
