"""What every measurement needs, and the comparison that most of them are."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import httpx

from benchmarks.databases import Databases
from benchmarks.load import Load, drive, middle
from benchmarks.processes import Server
from benchmarks.report import Report

SHOP = "app.cli web"
CONSTANT = "benchmarks.constant:app"
BROWSER = (
    "User-Agent: Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/149.0",
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language: vi-VN,vi;q=0.9",
)
"""A phone's headers but for Accept-Encoding, so that sizes are alike."""


@dataclass
class Compared:
    """Medians of the page's runs and of the constant's, which took turns."""

    page: Load
    constant: Load

    @property
    def ratio(self) -> float:
        return self.page.rate / self.constant.rate

    @property
    def cost_ms(self) -> float:
        """Processor time a request, ours and PostgreSQL's: hardly moved by who else is busy."""
        return self.page.server_ms + self.page.database_ms

    def __str__(self) -> str:
        page = self.page
        said = f"{100 * self.ratio:.1f} % ({page.rate:,.0f}/s of {self.constant.rate:,.0f}/s)"
        return said + (f", {page.failed} failed" if page.failed else "")

    @property
    def note(self) -> str:
        page = self.page
        database = f", PostgreSQL {page.database_ms:.2f} ms" if page.database_ms > 0.005 else ""
        return f"p50 {page.p50:.1f}, p99 {page.p99:.1f} ms; web {page.server_ms:.2f} ms{database}"


@dataclass
class Bench:
    databases: Databases
    report: Report
    sizes: tuple[int, ...]
    seconds: float
    repeat: int
    _open: ExitStack = field(default_factory=ExitStack)
    _constant: Server | None = None

    def constant(self) -> Server:
        """One reference server for the whole run; it idles while others are driven."""
        if self._constant is None:
            self._constant = self._open.enter_context(Server(CONSTANT, "/100"))
        return self._constant

    def close(self) -> None:
        self._open.close()

    @contextmanager
    def shop(self, products: int, application: str = SHOP, **settings: str) -> Iterator[Server]:
        with self.serving(self.databases.of(products), application, **settings) as server:
            yield server

    @contextmanager
    def serving(self, url: str, application: str = SHOP, **settings: str) -> Iterator[Server]:
        environment = {name.upper(): value for name, value in settings.items()}
        with Server(application, "/healthz", DATABASE_URL=url, **environment) as server:
            yield server

    def compare(
        self,
        server: Server,
        targets: list[str],
        *,
        headers: tuple[str, ...] = BROWSER,
        connections: int = 32,
        size: int | None = None,
        warm_up: Callable[[], object] | None = None,
    ) -> Compared:
        """`targets` against a constant of their mean size (or `size`), by turns."""
        size = size if size is not None else mean_size(server, targets)
        pages, constants = [], []
        if warm_up is None:
            drive(server, targets, seconds=min(2, self.seconds), headers=headers)
        else:
            warm_up()
        for _ in range(self.repeat):
            constants.append(
                drive(self.constant(), [f"/{size}"], seconds=self.seconds, connections=connections)
            )
            pages.append(
                drive(
                    server,
                    targets,
                    seconds=self.seconds,
                    connections=connections,
                    headers=headers,
                    database=self.databases.roots,
                )
            )
        self.report.neighbours = max(
            self.report.neighbours, *(load.neighbours for load in pages + constants)
        )
        return Compared(middle(pages), middle(constants))


def mean_size(server: Server, targets: list[str]) -> int:
    asked = targets[:20]
    return sum(len(fetch(server, target)) for target in asked) // len(asked)


def fetch(server: Server, target: str) -> bytes:
    return ask(server, target).content


def ask(server: Server, target: str, encoding: str = "identity") -> httpx.Response:
    headers = {"accept-encoding": encoding}
    return httpx.get(server.url + target, headers=headers, timeout=60).raise_for_status()
