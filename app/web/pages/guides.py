"""Pages of plain text: how things work here, and the rules."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.catalog.models import BEST_SOLD
from app.catalog.queries.matching import CANDIDATES
from app.catalog.rules.listing import SORT_WORDS, Sort
from app.catalog.rules.search import CRITERIA
from app.core import page_cache
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import gettext, mark
from app.core.templates import render
from app.web.queries.operator import operator

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    summary: str


GUIDES = {
    one.slug: one
    for one in (
        Guide("dat-hang", mark("Đặt hàng thế nào"), mark("Năm ô cần điền, không cần tài khoản.")),
        Guide("giao-hang", mark("Giao hàng, phí giao"), mark("Phí tính theo nơi gửi, nơi nhận.")),
        Guide("doi-tra", mark("Đổi trả, hoàn tiền"), mark("Mở gói xem trước khi trả tiền.")),
        Guide("doc-tem", mark("Tem này đọc thế nào?"), mark("Bốn lời trả lời của một mã tem.")),
        Guide("xep-hang", mark("Thứ tự hiển thị"), mark("Vì sao món này đứng trước món kia.")),
        Guide("quy-che", mark("Quy chế hoạt động"), mark("Ai được bán, ai chịu trách nhiệm.")),
        Guide("rieng-tu", mark("Bảo vệ dữ liệu cá nhân"), mark("Sàn giữ gì, bao lâu, cho ai.")),
        Guide("lien-he", mark("Liên hệ, góp ý"), mark("Hỏi ai khi có việc.")),
    )
}


@router.get("/huong-dan")
def guides(request: Request) -> Response:
    response = render(request, "web/guides/all.html", guides=list(GUIDES.values()))
    return page_cache.public(response, "guides")


@router.get("/huong-dan/{slug}")
def guide(request: Request, reader: ReaderDep, slug: str) -> Response:
    found = GUIDES.get(slug)
    if found is None:
        raise NotFound
    response = render(
        request,
        f"web/guides/{slug}.html",
        guide=found,
        guides=list(GUIDES.values()),
        criteria=[(gettext(one.said), one.points) for one in CRITERIA],
        ranked=CANDIDATES,
        best_sold=BEST_SOLD,
        sorts=[gettext(said) for sort, said in SORT_WORDS.items() if sort is not Sort.RELEVANT],
        operator=operator(reader) if slug == "lien-he" else None,
    )
    return page_cache.public(response, "guides")


@router.get("/ban-hang-cung-san")
def invitation(request: Request) -> Response:
    return page_cache.public(render(request, "web/invitation.html"), "guides")


page_cache.keep("/huong-dan")
page_cache.keep("/ban-hang-cung-san")
