"""Buyers at work: `python -m benchmarks.buyers URL CLIENTS SECONDS LINES < variants`.

Each puts `LINES` variants of different sellers in a basket, opens the checkout, sends the form
with what stands in it, and begins again as somebody else. Prints a JSON line.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(rb'name="([^"]*)"'), re.compile(rb'value="([^"]*)"')
BUYER = {
    "buyer_name": "Người mua thử",
    "province_code": "19",
    "ward_code": "05503",
    "street": "Xóm Hồng Thái 2",
    "payment": "cod",
}


@dataclass
class Day:
    """What became of every basket; `seconds` from the first request of an order to its last."""

    ends: float
    variants: list[list[str]]
    lines: int
    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float, requests: int) -> None:
        with self.lock:
            self.outcomes[outcome] += 1
            self.requests += requests
            if outcome == "placed":
                self.seconds.append(seconds)


class Browser:
    """Keeps cookies and a connection."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.cookies: dict[str, str] = {}
        self.requests = 0

    def go(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self.host}"
        self.requests += 1
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content

    def forget(self) -> None:
        self.cookies.clear()
        self.requests = 0


def buy(browser: Browser, variants: list[str], phone: str) -> str:
    """What became of it; an answer that no shopper should get is named by its status."""
    for variant in variants:
        status, _ = browser.go("POST", "/gio-hang/them", {"variant": variant, "quantity": "1"})
        if status != 303:
            return "sold out" if status in {409, 422} else f"basket {status}"
    status, page = browser.go("GET", "/thanh-toan")
    if status != 200:
        return "sold out" if status == 303 else f"checkout {status}"
    status, page = browser.go("POST", "/thanh-toan", hidden(page) | BUYER | {"phone": phone})
    if status == 303:
        return "placed"
    return "sold out" if status == 409 else f"order {status}"


def hidden(page: bytes) -> dict[str, str]:
    """The fields that the checkout carries, as it carries them."""
    form = page[page.find(b'action="/thanh-toan"') :]
    fields = (tag for tag in HIDDEN.findall(form))
    return {_of(NAME, tag): _of(VALUE, tag) for tag in fields if _of(NAME, tag) != "variant"}


def _of(attribute: re.Pattern[bytes], tag: bytes) -> str:
    found = attribute.search(tag)
    return found[1].decode() if found else ""


def work(url: str, number: int, day: Day) -> None:
    choice = random.Random(number)
    browser = Browser(url)
    while time.perf_counter() < day.ends:
        browser.forget()
        began = time.perf_counter()
        sellers = choice.sample(day.variants, day.lines)
        phone = f"0912{choice.randrange(10**6):06}"
        try:
            outcome = buy(browser, [choice.choice(variants) for variants in sellers], phone)
        except OSError as error:
            outcome = f"broken: {type(error).__name__}"
            browser.connection.close()
        day.note(outcome, time.perf_counter() - began, browser.requests)


def main() -> None:
    url, clients, seconds, lines = sys.argv[1:5]
    day = Day(time.perf_counter() + float(seconds), json.load(sys.stdin), int(lines))
    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(url, n, day)) for n in range(int(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(day.seconds) or [0.0]
    print(
        json.dumps(
            {
                "rate": day.outcomes["placed"] / (time.perf_counter() - began),
                "outcomes": day.outcomes,
                "requests": day.requests,
                "p50": times[len(times) // 2] * 1000,
                "p99": times[int(len(times) * 0.99)] * 1000,
            }
        )
    )


if __name__ == "__main__":
    main()
