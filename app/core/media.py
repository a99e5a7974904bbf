"""Photographs: checked by decoding, stripped of what they tell, and kept in three sizes.

A picture is named by the SHA-256 of what was uploaded. `var/media/ab/ab…-800.webp` is a size that
pages show; the upload itself is never served, and gives way to a copy without place, camera or
thumbnail once the sizes are made. Nothing here knows what a picture is of.
"""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import settings
from app.core.errors import Invalid
from app.core.i18n import mark

pillow_heif.register_heif_opener()

WIDTHS = (400, 800, 1600)
KINDS = {"avif": "image/avif", "webp": "image/webp"}
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic"
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SMALLEST_SIDE = 300
QUALITY = {"avif": {"quality": 58, "speed": 7}, "webp": {"quality": 78, "method": 4}}
FOREIGN = re.compile(rb"<(?:script|svg|html|!doctype|\?php)", re.IGNORECASE)
"""What no photograph begins or ends with: a file that is two things at once is refused whole."""
EDGE = 4096

DECODING = BoundedSemaphore(2)
"""A picture of 40 million dots takes 160 MB while it is open."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class NotAPhotograph(Invalid):
    """The message says what is wrong, in the words of the form."""

    title = mark("Chưa nhận được ảnh")


@dataclass(frozen=True)
class Medium:
    """A kept picture: its name, and its size in dots after turning it upright."""

    content_hash: str
    width: int
    height: int
    ready: bool


def keep(upload: bytes) -> Medium:
    """Checks an upload and keeps it; `make_sizes` is the job that follows.

    Raises NotAPhotograph.
    """
    with DECODING:
        width, height = decoded(upload).size
    if min(width, height) < SMALLEST_SIDE:
        raise NotAPhotograph(mark("Ảnh nhỏ quá, cạnh ngắn cần ít nhất 300 điểm ảnh."))
    name = hashlib.sha256(upload).hexdigest()
    if not has_sizes(name):
        _write(_folder(name) / f"{name}.upload", upload)
    return Medium(name, width, height, ready=has_sizes(name))


def decoded(upload: bytes) -> Image.Image:
    """The picture, read to its last dot and upright. Raises NotAPhotograph."""
    if len(upload) > MOST_BYTES:
        raise NotAPhotograph(TOO_HEAVY)
    if FOREIGN.search(upload[:EDGE] + upload[-EDGE:]):
        raise NotAPhotograph(MIXED)
    try:
        return _read(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhotograph(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        said = mark("Tệp này không phải ảnh JPEG, PNG, WebP hay HEIC, hoặc đã hỏng.")
        raise NotAPhotograph(said) from error


def _read(upload: bytes) -> Image.Image:
    with Image.open(BytesIO(upload), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPhotograph(TOO_LARGE)
        picture.load()
        return ImageOps.exif_transpose(picture)


MIXED = mark("Tệp này có lẫn thứ khác ngoài ảnh nên không nhận được.")
TOO_HEAVY = mark("Ảnh nặng quá 10 MB, mời chọn ảnh nhẹ hơn.")
TOO_LARGE = mark("Ảnh lớn quá 40 triệu điểm ảnh, mời chụp hoặc thu nhỏ lại.")


def make_sizes(name: str) -> None:
    """Writes every size that is missing; safe to run again. Then the upload is forgotten."""
    source = next((path for path in _sources(name) if path.exists()), None)
    if source is None:
        if has_sizes(name):
            return
        raise FileNotFoundError(f"{name} was never kept")
    with DECODING:
        picture = plain(decoded(source.read_bytes()))
        for width in WIDTHS:
            _write_size(picture, name, width)
        _write_master(picture, name)
    (_folder(name) / f"{name}.upload").unlink(missing_ok=True)


def _write_size(picture: Image.Image, name: str, width: int) -> None:
    """Never larger than the picture itself; 1600 is the most that any page asks for."""
    paths = {kind: path_of(name, width, kind) for kind in KINDS}
    if all(path.exists() for path in paths.values()):
        return
    size = (width, max(1, round(picture.height * width / picture.width)))
    small = picture.resize(size, Image.Resampling.LANCZOS) if width < picture.width else picture
    for kind, path in paths.items():
        buffer = BytesIO()
        small.save(buffer, kind.upper(), **QUALITY[kind])
        _write(path, buffer.getvalue())


def _write_master(picture: Image.Image, name: str) -> None:
    """The whole picture without what came with it, for sizes that we may want later."""
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=92, method=2)
    _write(_folder(name) / f"{name}.master.webp", buffer.getvalue())


def plain(picture: Image.Image) -> Image.Image:
    """The dots in sRGB and nothing else: no place, camera, thumbnail or colour profile."""
    profile = picture.info.get("icc_profile")
    if picture.mode not in {"RGB", "RGBA"}:
        picture, profile = picture.convert("RGBA" if picture.has_transparency_data else "RGB"), None
    bare = _in_srgb(picture, profile) if profile else picture.copy()
    bare.info = {}
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wider colours as everybody's screen shows them; a broken profile is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture.copy()
    return converted or picture.copy()


def adopt(pictures: Path) -> Medium:
    """Takes over ready files `{pictures}-{width}.webp`, as committed for the sample.

    The largest one gives the name. Raises FileNotFoundError when there is none.
    """
    found = {width: Path(f"{pictures}-{width}.webp") for width in WIDTHS}
    ready = {width: path for width, path in found.items() if path.exists()}
    if not ready:
        raise FileNotFoundError(f"{pictures}-….webp")
    largest = ready[max(ready)]
    name = hashlib.sha256(largest.read_bytes()).hexdigest()
    for width, path in ready.items():
        if not path_of(name, width, "webp").exists():
            path_of(name, width, "webp").parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, path_of(name, width, "webp"))
    with Image.open(largest) as picture:
        return Medium(name, *picture.size, ready=True)


def has_sizes(name: str) -> bool:
    return any(path_of(name, width, "webp").exists() for width in WIDTHS)


def path_of(name: str, width: int, kind: str) -> Path:
    return _folder(name) / f"{name}-{width}.{kind}"


def _folder(name: str) -> Path:
    return settings.var_dir / "media" / name[:2]


def _sources(name: str) -> tuple[Path, ...]:
    return _folder(name) / f"{name}.upload", _folder(name) / f"{name}.master.webp"


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all: a reader never sees half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(body)
    half.replace(path)


def media_url(name: str, width: int = 800, kind: str = "webp") -> str:
    return f"/media/{name}-{width}.{kind}"


_ADDRESS = re.compile(r"/media/([0-9a-f]{64})-(400|800|1600)\.(avif|webp)")
FOREVER = "public, max-age=31536000, immutable"


class MediaFiles:
    """Answers `/media/…` ahead of routing; everything else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/media/"):
            await _answer(scope)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _answer(scope: Scope) -> Response:
    asked = _ADDRESS.fullmatch(scope["path"])
    if scope["method"] not in {"GET", "HEAD"}:
        return PlainTextResponse("", 405, {"allow": "GET, HEAD"})
    path = asked and nearest(asked[1], int(asked[2]), asked[3])
    if not path:
        return PlainTextResponse("Không có ảnh này.", 404, {"cache-control": "no-store"})
    headers = {"cache-control": FOREVER, "etag": f'"{path.name}"'}
    if headers["etag"] in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(path.read_bytes(), headers=headers, media_type=KINDS[path.suffix[1:]])


def nearest(name: str, width: int, kind: str) -> Path | None:
    """The file asked for, else WebP of that size, else the next smaller, else any."""
    smaller = [size for size in reversed(WIDTHS) if size <= width]
    larger = [size for size in WIDTHS if size > width]
    choices = [(size, "webp") for size in smaller + larger]
    paths = (path_of(name, size, form) for size, form in [(width, kind), *choices])
    return next((path for path in paths if path.exists()), None)
