"""Drawings to pictures: Chromium letters the SVG in our fonts, Pillow writes WebP."""

import io
import os
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from .paper import FONTS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDTHS = (400, 800)
QUALITY = {400: 80, 800: 78}


def _face(family: str, file: str, weight: str) -> str:
    data = b64encode((FONTS / file).read_bytes()).decode()
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff2;base64,{data})}}'


def _style() -> str:
    return (
        _face("NG Display", "ng-display.woff2", "700")
        + _face("NG Text", "ng-text-600.woff2", "600")
        + "body{margin:0}svg{display:block;width:800px;height:auto}"
    )


def render(drawings: Iterable[Path], folder: Path) -> None:
    """Write `NAME-400.webp` and `NAME-800.webp` for each drawing."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        page.set_content(f"<style>{_style()}</style><div id=d></div>")
        page.evaluate("Promise.all([...document.fonts].map(f => f.load()))")
        for drawing in drawings:
            page.evaluate(
                "svg => document.getElementById('d').innerHTML = svg", drawing.read_text()
            )
            shot = page.locator("svg").first.screenshot()
            _write(Image.open(io.BytesIO(shot)).convert("RGB"), folder, drawing.stem)
        browser.close()


def _write(picture: Image.Image, folder: Path, name: str) -> None:
    for width in WIDTHS:
        size = (width, round(picture.height * width / picture.width))
        resized = (
            picture.resize(size, Image.Resampling.LANCZOS) if picture.width != width else picture
        )
        resized.save(folder / f"{name}-{width}.webp", quality=QUALITY[width], method=6)
