"""The Jinja2 environments and the words that every page may use.

Globals: `_`, `{% trans %}`, `lang`, `url("/path")` in the page's language, `languages()`,
`language_names`, `localised_path(path, lang)`, `static("css/…")`. Filters: `vnd`, `day`,
`day_month`, `clock`, `grams`, `number`, `code`, `phone`, `ago`, `markdown`, `sentences`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.core import csrf, forms, i18n, markdown
from app.core.assets import static_url
from app.core.config import ROOT, settings
from app.core.db import utc_now
from app.core.ids import print_code
from app.core.jinja import Languages
from app.core.money import per_100_grams, vnd
from app.core.phones import spoken
from app.core.prose import prose

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day(moment: datetime | date | None) -> str:
    """The date in Vietnam: 20:00 UTC on 1 March is 02/03. Nothing for no date."""
    return _in_vietnam(moment).strftime("%d/%m/%Y") if moment else ""


def day_month(moment: datetime | date | None) -> str:
    return _in_vietnam(moment).strftime("%d/%m") if moment else ""


def iso_day(text: str) -> str:
    """A day that came out of JSON: `2026-10-12` is 12/10/2026."""
    return day(date.fromisoformat(text)) if text else ""


def clock(moment: datetime) -> str:
    """`12/10/2026, 5:10` as a clock in Vietnam showed it."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%d/%m/%Y}, {local.hour}:{local:%M}"


def ago(moment: datetime) -> str:
    """How long somebody has been waiting: in minutes, hours, then days."""
    minutes = int((utc_now() - moment).total_seconds() // 60)
    if minutes < 60:
        return i18n.gettext(i18n.mark("{n} phút trước")).format(n=max(minutes, 1))
    if minutes < 48 * 60:
        return i18n.gettext(i18n.mark("{n} giờ trước")).format(n=minutes // 60)
    return i18n.gettext(i18n.mark("{n} ngày trước")).format(n=minutes // (24 * 60))


def _in_vietnam(moment: datetime | date) -> date:
    return moment.astimezone(VIETNAM) if isinstance(moment, datetime) else moment


def number(value: float) -> str:
    """Thousands and decimals as the page's language writes them.

    >>> number(12345), number(6.2)
    ('12.345', '6,2')
    """
    english = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    return english.translate(MARKS.get(i18n.language(), {}))


MARKS = {"vi": str.maketrans(",.", ".,"), "ru": str.maketrans(",.", "\u00a0,")}
"""How thousands and decimals are set apart where it is not done as in English."""


def sentences(said: Iterable[str]) -> str:
    """Whole sentences, one after the other as the page's language sets them."""
    return Markup(i18n.gap()).join(said)  # noqa: S704  # a space


def grams(weight: int) -> str:
    """
    >>> grams(100), grams(6200), grams(93000)
    ('100 g', '6,2 kg', '93 kg')
    """
    return f"{weight} g" if weight < 1000 else f"{number(weight / 1000)} kg"


def url(path: str) -> str:
    return i18n.localised_path(path)


env = Languages(ROOT / "templates")
env.filters |= {
    "vnd": vnd,
    "day": day,
    "day_month": day_month,
    "iso_day": iso_day,
    "sentences": sentences,
    "prose": prose,
    "clock": clock,
    "number": number,
    "grams": grams,
    "per_100_grams": per_100_grams,
    "code": print_code,
    "phone": spoken,
    "ago": ago,
    "markdown": markdown.to_html,
}
env.globals |= {
    "url": url,
    "static": static_url,
    "language": i18n.language,
    "languages": lambda: i18n.LANGUAGES,
    "language_names": i18n.NAMES,
    "localised_path": i18n.localised_path,
    "option_tags": forms.option_tags,
    "base_url": settings.base_url.rstrip("/"),
}


def render(
    request: Request,
    name: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """Template `name` as a page, rendered inside the calling thread."""
    context |= page_facts(request)
    return HTMLResponse(env.get_template(name).render(context), status, headers)


def page_facts(request: Request) -> dict[str, Any]:
    """What a layout needs; nothing in it depends on who is looking but `form_token`.

    `path` is without its language, `query` as it came.
    """
    return {
        "lang": i18n.language(),
        "path": request.scope["path"],
        "query": request.url.query,
        "form_token": csrf.token(request),
    }
