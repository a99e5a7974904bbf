"""The links of a lot and of its trade item: only those behind which there is something."""

from typing import Any
from urllib.parse import quote

from app.core.config import absolute, settings
from app.core.i18n import LANGUAGES, gettext, localised_path, mark, speaking
from app.traceability.models import LotStatus
from app.traceability.rules.digital_link import DigitalLink, epcis_class
from app.traceability.rules.linksets import BY_LANGUAGE, DEFAULT, Level, Link
from app.traceability.rules.negotiation import HTML, JSON

HELP = "/huong-dan/lien-he"


def levels_of(link: DigitalLink, found: Any) -> list[Level]:
    """From what `link` names up to its key: what the lot lacks it inherits from the trade item."""
    levels = []
    if link.lot:
        levels.append(lot_level(settings.code_url + link.path("10"), found))
    if found.sold_slug:
        levels.append(_item_level(settings.code_url + link.path(link.key), found))
    return levels


def packet_level(anchor: str, page: str) -> Level:
    """The page of one packet, which says whether its code was checked before."""
    title = mark("Mã riêng của gói này")
    links = [
        *_default(settings.code_url, page, title),
        *_pages("pip", settings.code_url, page, title),
        *_pages("verificationService", settings.code_url, page, title),
    ]
    with speaking("vi"):
        return Level(anchor, gettext(title), tuple(links))


def lot_level(anchor: str, lot: Any) -> Level:
    """The links of a public lot; its own page answers a plain scan."""
    page = f"/Q/{lot.code}"
    title = mark("Nguồn gốc của lô")
    links = [
        *_default(settings.code_url, page, title),
        *_pages("pip", settings.code_url, page, title),
        *_pages("traceability", settings.code_url, f"{page}#hanh-trinh", mark("Các công đoạn")),
        _record("traceability", page, mark("Bản ghi thô của lô")),
        _events(lot),
        *_recall_status(lot, page),
    ]
    if lot.has_papers:
        words = mark("Chứng nhận và kết quả kiểm nghiệm")
        links += _pages("certificationInfo", settings.code_url, f"{page}#h-papers", words)
    links += _support(lot.zalo)
    return Level(anchor, _described(lot.name, lot.lot_number), tuple(links))


def _item_level(anchor: str, found: Any) -> Level:
    page, base = f"/san-pham/{found.sold_slug}", settings.base_url.rstrip("/")
    title = mark("Trang sản phẩm")
    links = [
        *_default(base, page, title),
        *_pages("pip", base, page, title),
        *_pages("hasRetailers", base, page, mark("Nơi bán")),
        *_support(),
    ]
    return Level(anchor, found.sold_name, tuple(links))


def _described(name: str, lot_number: str) -> str:
    with speaking("vi"):
        return f"{name}, {gettext(mark('lô'))} {lot_number}"


def _default(base: str, page: str, title: str) -> list[Link]:
    """Exactly one without any attribute, then one for each language (2.5.8)."""
    with speaking("vi"):
        plain = Link(DEFAULT, base + quote(page), gettext(title))
    return [plain, *_pages(BY_LANGUAGE, base, page, title)]


def _pages(kind: str, base: str, path: str, title: str) -> list[Link]:
    """One page in each of our languages, its title in the page's own (2.5.3)."""
    links = []
    for lang in LANGUAGES:
        with speaking(lang):
            href = base + localised_path(quote(path, safe="/#"))
            links.append(Link(kind, href, gettext(title), HTML, (lang,)))
    return links


def _events(lot: Any) -> Link:
    name = epcis_class(settings.code_url, lot.code, lot.gtin, lot.lot_number)
    query = f"MATCH_anyEPCClass={quote(name, safe='')}"
    return Link("epcis", absolute(f"/epcis/events?{query}"), "EPCIS 2.0", JSON)


def _recall_status(lot: Any, page: str) -> list[Link]:
    recalled = lot.status is LotStatus.RECALLED
    title = mark("Lô này đã thu hồi") if recalled else mark("Lô này không bị thu hồi")
    pages = _pages("recallStatus", settings.code_url, page, title)
    return [*pages, _record("recallStatus", page, title)]


def _record(kind: str, page: str, title: str) -> Link:
    """The page's facts for a machine."""
    with speaking("vi"):
        return Link(kind, f"{settings.code_url}{page}.json", gettext(title), JSON)


def _support(zalo: str = "") -> list[Link]:
    """Ours and, where it is told, the maker's own: a client chooses between equals."""
    links = _pages("support", settings.base_url.rstrip("/"), HELP, mark("Liên hệ với sàn"))
    if zalo:
        with speaking("vi"):
            title = gettext(mark("Hỏi người làm qua Zalo"))
        href = f"https://zalo.me/{zalo.removeprefix('+')}"
        links.append(Link("support", href, title, HTML, ("vi",)))
    return links
