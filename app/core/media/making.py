"""From an upload to the sizes that pages show."""

import hashlib
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

import structlog
from PIL import Image, ImageCms

from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.media.decoding import decoded, measured
from app.core.media.files import (
    KINDS,
    WIDTHS,
    Medium,
    files,
    has_sizes,
    key_of,
    master_of,
    upload_of,
)

log = structlog.get_logger(__name__)

QUALITY = {"avif": {"quality": 58, "speed": 7}, "webp": {"quality": 78, "method": 4}}
MASTER_SIDE = 3200
"""Twice what the largest page asks for; the copy that we keep is no larger."""
MAKING = BoundedSemaphore(2)
"""How many pictures a worker compresses at once."""


class NotKept(Invalid):
    """The picture is good, but where it would be kept does not answer."""

    status, title = 503, mark("Kho ảnh đang trục trặc")


def keep(upload: bytes) -> Medium:
    """Checks an upload and keeps it; `make_sizes` is the job that follows.

    Raises NotAPhotograph, NotKept.
    """
    width, height = measured(upload)
    name = hashlib.sha256(upload).hexdigest()
    try:
        ready = has_sizes(name)
        if not ready:
            files().put(upload_of(name), upload)
    except OSError as error:
        log.warning("media.not_kept", reason=str(error))
        said = mark("Kho ảnh đang trục trặc nên chưa nhận được ảnh. Mời gửi lại sau ít phút.")
        raise NotKept(said) from error
    return Medium(name, width, height, ready=ready)


def make_sizes(name: str) -> None:
    """Writes every size that is missing; safe to run again. Then the upload is forgotten.

    Raises FileNotFoundError, NotAPhotograph, and OSError while the store cannot be reached.
    """
    kept = files()
    source = next((key for key in (upload_of(name), master_of(name)) if kept.has(key)), None)
    if source is None:
        if has_sizes(name):
            return
        raise FileNotFoundError(f"{name} was never kept")
    with MAKING:
        picture = plain(decoded(kept.get(source), (max(WIDTHS), MASTER_SIDE)))
        for width in WIDTHS:
            _write_size(picture, name, width)
        _write_master(picture, name)
    kept.delete(upload_of(name))


def _write_size(picture: Image.Image, name: str, width: int) -> None:
    """Never larger than the picture itself; 1600 is the most that any page asks for."""
    keys = {kind: key_of(name, width, kind) for kind in KINDS}
    if all(files().has(key) for key in keys.values()):
        return
    size = (width, max(1, round(picture.height * width / picture.width)))
    small = picture.resize(size, Image.Resampling.LANCZOS) if width < picture.width else picture
    for kind, key in keys.items():
        buffer = BytesIO()
        small.save(buffer, kind.upper(), **QUALITY[kind])
        files().put(key, buffer.getvalue())


def _write_master(picture: Image.Image, name: str) -> None:
    """The picture without what came with it, for sizes that we may want later."""
    if files().has(master_of(name)):
        return
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=92, method=2)
    files().put(master_of(name), buffer.getvalue())


def as_jpeg(upload: bytes, longest_side: int) -> bytes:
    """A photograph of a paper, written anew: its dots and nothing else, legible in any browser.

    Raises NotAPhotograph.
    """
    buffer = BytesIO()
    picture = plain(decoded(upload, (0, longest_side))).convert("RGB")
    picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def plain(picture: Image.Image) -> Image.Image:
    """The dots in sRGB and nothing else: no place, camera, thumbnail or colour profile."""
    profile = picture.info.get("icc_profile")
    if profile:
        picture = _in_srgb(picture, profile)
    if picture.mode not in {"RGB", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wider or a printer's colours as everybody's screen shows them; a broken profile is
    ignored.
    """
    mode = picture.mode if picture.mode in {"RGB", "RGBA"} else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def adopt(pictures: Path) -> Medium:
    """Takes over ready files `{pictures}-{width}.webp`, as committed for the sample.

    The largest one gives the name. Raises FileNotFoundError when there is none.
    """
    found = {width: Path(f"{pictures}-{width}.webp") for width in WIDTHS}
    ready = {width: path.read_bytes() for width, path in found.items() if path.exists()}
    if not ready:
        raise FileNotFoundError(f"{pictures}-….webp")
    largest = ready[max(ready)]
    name = hashlib.sha256(largest).hexdigest()
    for width, body in ready.items():
        if not files().has(key_of(name, width, "webp")):
            files().put(key_of(name, width, "webp"), body)
    with Image.open(BytesIO(largest)) as picture:
        return Medium(name, *picture.size, ready=True)
