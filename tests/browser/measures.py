"""What a page weighs on the wire, as the browser counted it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

IMAGES_IN_VIEW = """() => [...document.images]
    .filter(image => image.currentSrc && image.getClientRects().length
        && image.getBoundingClientRect().top < innerHeight
        && image.getBoundingClientRect().left < innerWidth)
    .map(image => image.currentSrc)"""


@dataclass
class Weight:
    """Encoded bytes by kind, and the number of requests."""

    markup: int = 0  # HTML and CSS
    scripts: int = 0
    fonts: int = 0
    images: int = 0  # of the first view
    requests: int = 0
    urls: dict[str, int] = field(default_factory=dict)


STILL_MS = 100
MOST_WAITS = 20
"""Of a request that a page which was left behind had made, nothing more may be heard."""


def weigh(page: Page, address: str) -> Weight:
    """Opens `address` with an empty cache and counts what came before the page was still: since
    it was loaded, nothing was under way for `STILL_MS`.
    """
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}
    asked: set[str] = set()
    ended: set[str] = set()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.requestWillBeSent", lambda e: asked.add(e["requestId"]))
    client.on("Network.loadingFailed", lambda e: ended.add(e["requestId"]))
    client.on("Network.loadingFinished", lambda e: ended.add(e["requestId"]))
    client.on(
        "Network.responseReceived",
        lambda e: kinds.__setitem__(e["requestId"], (e["type"], e["response"]["url"])),
    )
    client.on(
        "Network.loadingFinished",
        lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]),
    )
    page.goto(address)
    page.wait_for_timeout(STILL_MS)
    for _ in range(MOST_WAITS):
        if asked <= ended:
            break
        page.wait_for_timeout(STILL_MS)
    in_view = set(page.evaluate(IMAGES_IN_VIEW))
    client.detach()
    return _add_up(kinds, sizes, in_view)


def _add_up(kinds: dict[str, tuple[str, str]], sizes: dict[str, int], in_view: set[str]) -> Weight:
    weight = Weight()
    for request, (kind, url) in kinds.items():
        size = sizes.get(request, 0)
        weight.requests += 1
        weight.urls[url] = size
        if kind in {"Document", "Stylesheet"}:
            weight.markup += size
        elif kind == "Script":
            weight.scripts += size
        elif kind == "Font":
            weight.fonts += size
        elif kind == "Image" and url in in_view:
            weight.images += size
    return weight
