"""What the pages behind a code share: their style and icons, inlined, and their answers."""

import base64
import hashlib
import re
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app.core.assets import assets, inline_css
from app.core.headers import CONTENT_SECURITY_POLICY
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render

CODE_LENGTH = 10
READ = ["GET", "HEAD"]
SYMBOLS = (
    "badge-check", "triangle-alert", "octagon-x", "circle-help", "leaf", "calendar-clock",
    "map-pin", "hand", "star", "message-circle", "award", "file-check", "scale", "flame",
    "timer", "droplets", "flag", "download",
)  # fmt: skip
FAULTS = {
    "mistyped": (
        mark("Mã gõ chưa đúng"),
        mark("Mã có một chữ kiểm tra ở cuối và nó không khớp, nên chắc có chỗ gõ nhầm."),
    ),
    "unknown": (
        mark("Không có mã này"),
        mark(
            "Sàn chưa phát mã này cho lô nào. Có thể gõ nhầm, cũng có thể tem không phải của sàn."
        ),
    ),
}


def show(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page whose style is inlined: its own policy allows that style by hash."""
    context |= {"styles": styles(), "symbols": symbols()}
    headers = {"content-security-policy": policy()}
    return render(request, template, status=status, headers=headers, **context)


def unknown(request: Request, typed: str, fault: str) -> Response:
    """404, never a redirect home: what was typed stays, with what to do."""
    heading, explained = map(gettext, FAULTS[fault])
    return show(
        request,
        "traceability/unknown.html",
        status=404,
        typed=typed[:80],
        heading=heading,
        explained=explained,
        fault=heading if fault == "mistyped" else "",
    )


def moved(request: Request, path: str, status: int, lang: str | None = None) -> Response:
    """To `path` in the page's language, or in `lang`, with every query pair that came."""
    query = request.scope["query_string"].decode("latin-1")
    url = localised_path(quote(path), lang) + (f"?{query}" if query else "")
    return RedirectResponse(url, status)


@cache
def styles() -> str:
    return inline_css("css/origin.css")


@cache
def policy() -> str:
    digest = base64.b64encode(hashlib.sha256(styles().encode()).digest()).decode()
    return f"{CONTENT_SECURITY_POLICY}; style-src 'self' 'sha256-{digest}'"


@cache
def symbols() -> str:
    """The icons that these pages use, out of the shop's sprite."""
    sprite = assets().files["img/i.svg"].body.decode()
    body = "".join(
        re.findall(rf'<symbol id="(?:{"|".join(SYMBOLS)})".*?</symbol>', sprite, re.DOTALL)
    )
    return f'<svg class="hidden" aria-hidden="true" width="0" height="0">{body}</svg>'
