"""Our own style sheets, scripts, fonts and pictures: bundled, named by content, kept ready.

There is no build: when a process starts it reads `static/`, joins the component sheets into one
file per kind of page, and gives every file an address that holds a piece of its hash, so that
browsers may keep it for ever. Each text is compressed once, when first asked for, never on the fly.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

import brotli
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import ROOT

PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
DESK, ORIGIN, GLOBAL = "desk", "origin", "00-global"
ON_ORIGIN = (GLOBAL, "button", "badge", "stamp", "map")
"""What the origin page shares with the shop: it has 15 kB for everything."""

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


def static_url(path: str) -> str:
    """The lasting address of `static/{path}`. Raises KeyError when there is no such file."""
    return assets().url(path)


def inline_css(path: str) -> str:
    """The text of a sheet or bundle, for the one page that carries its own."""
    return assets().files[path].body.decode()


@cache
def assets() -> "Assets":
    return Assets(ROOT / "static")


class Asset:
    """A file as it is sent; compressed forms are made on first use and kept."""

    def __init__(self, path: str, body: bytes) -> None:
        self.body = body
        self.type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        self.digest = hashlib.sha256(body).hexdigest()[:10]
        self.is_text = self.type.startswith("text/") or self.type.endswith(("xml", "json"))

    @cached_property
    def brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=10))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    def headers(self, cache_control: str) -> dict[str, str]:
        charset = "; charset=utf-8" if self.is_text else ""
        return {
            "content-type": self.type + charset,
            "cache-control": cache_control,
            "etag": f'"{self.digest}"',
            "vary": "accept-encoding",
            "x-content-type-options": "nosniff",
        }


class Assets:
    """Every file under `folder` by its path, the bundles among them, and by its lasting name."""

    def __init__(self, folder: Path) -> None:
        self.files = {path: Asset(path, body) for path, body in _read(folder).items()}
        sheets = _sheets(folder)
        names = {path: lasting_name(path, asset.digest) for path, asset in self.files.items()}
        for path, text in (sheets | bundles(sheets)).items():
            self.files[path] = Asset(path, minify(with_lasting_urls(text, names)).encode())
        self.names = {p: lasting_name(p, asset.digest) for p, asset in self.files.items()}
        self.by_name = {name: self.files[path] for path, name in self.names.items()}

    def url(self, path: str) -> str:
        return PREFIX + self.names[path]

    def find(self, name: str) -> tuple[Asset | None, str]:
        """The asset and how long it may be kept: for ever by its lasting name, else briefly."""
        if name in self.by_name:
            return self.by_name[name], FOREVER
        return self.files.get(name), BRIEFLY


def _read(folder: Path) -> dict[str, bytes]:
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".css")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


def _sheets(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): p.read_text("utf-8")
        for p in sorted(folder.glob("css/*.css"))
    }


def bundles(sheets: dict[str, str]) -> dict[str, str]:
    """Sheets joined in the order of their names, `00-global` first; `kind` says where each goes."""

    def joined(paths: Iterable[str]) -> str:
        return "\n".join(sheets[path] for path in sorted(paths))

    shop = [path for path in sheets if kind(path) not in {DESK, ORIGIN}]
    shared = [path for path in sheets if stem(path) in ON_ORIGIN]
    return {
        "css/shop.css": joined(shop),
        "css/desk.css": joined(path for path in sheets if kind(path) == DESK),
        "css/origin.css": joined(shared + [path for path in sheets if kind(path) == ORIGIN]),
    }


def stem(path: str) -> str:
    return PurePosixPath(path).stem


def kind(path: str) -> str:
    """The first word of a sheet's name: `desk-orders.css` is loaded on the desks alone."""
    return stem(path).partition("-")[0]


def lasting_name(path: str, digest: str) -> str:
    """
    >>> lasting_name("img/i.svg", "0a1b2c")
    'img/i.0a1b2c.svg'
    """
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.{digest}{pure.suffix}"))


_RELATIVE = re.compile(r"url\(\.\./([^)]+)\)")


def with_lasting_urls(css: str, names: dict[str, str]) -> str:
    return _RELATIVE.sub(lambda found: f"url({PREFIX}{names[found[1]]})", css)


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"]*")')
_AROUND = re.compile(r"\s*([{};,])\s*")


def minify(css: str) -> str:
    """Without comments and needless spaces; texts in quotes stay as they are.

    >>> minify('a { color: red; }  /* why */  b::before { content: "a  b"; }')
    'a{color:red}b::before{content:"a  b"}'
    """
    parts = _STRING.split(_COMMENT.sub("", css))
    parts[::2] = [_squeezed(part) for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def _squeezed(css: str) -> str:
    """Spaces before a colon stay: `a :hover` is not `a:hover`."""
    return _AROUND.sub(r"\1", re.sub(r"\s+", " ", css)).replace(": ", ":")


class StaticFiles:
    """Answers `/static/…` from memory, ahead of routing; everything else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
        else:
            await answer(scope["path"].removeprefix(PREFIX), scope)(scope, receive, send)


def answer(name: str, scope: Scope) -> Response:
    asset, keep = assets().find(name)
    if scope["method"] not in {"GET", "HEAD"}:
        return PlainTextResponse("", 405, {"allow": "GET, HEAD"})
    if asset is None:
        return PlainTextResponse("Không có tệp này.", 404)
    sent = Headers(scope=scope)
    headers = asset.headers(keep)
    if headers["etag"] in sent.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    encoding, body = encoded(asset, sent.get("accept-encoding", ""))
    return Response(body, headers=headers | encoding)


def encoded(asset: Asset, accepted: str) -> tuple[dict[str, str], bytes]:
    if asset.is_text and "br" in accepted:
        return {"content-encoding": "br"}, asset.brotli
    if asset.is_text and "gzip" in accepted:
        return {"content-encoding": "gzip"}, asset.gzip
    return {}, asset.body
