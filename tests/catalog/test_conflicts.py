"""Two people at one text: what both changed is chosen, and nothing that either typed is lost."""

import re

import pytest
from sqlmodel import Session

from app.catalog.models import Product, ProductDraft
from app.catalog.queries import writing
from tests.catalog.product_desk import Desk


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form of a page."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def opened(page: str) -> dict[str, str]:
    """What the form says of the text that it was opened with."""
    return {name: hidden(page)[name] for name in ("edition", "base")}


def product_of(at_desk: Desk) -> Product:
    return at_desk.session.get_one(Product, at_desk.product.id)


@pytest.fixture
def written(draft: Desk) -> Desk:
    """A draft whose text is what `Desk.content` types."""
    assert draft.post("/noi-dung", **draft.content()).status_code == 303
    return draft


def test_what_only_the_other_person_changed_is_taken_over_without_asking(written: Desk) -> None:
    page = written.get("/noi-dung").text
    both = opened(page)
    written.post("/noi-dung", **written.content(storage="Kho của họ") | both)
    mine = written.content(summary="Tóm của mình") | both
    page = written.post("/noi-dung", **mine).text
    assert "Hai bản đã ghép được với nhau" in page
    assert "keep_storage" not in page
    assert written.post("/noi-dung", **hidden(page)).status_code == 303
    product = product_of(written)
    assert (product.summary, product.label["storage"]) == ("Tóm của mình", "Kho của họ")


def test_what_both_changed_is_asked_and_nothing_else(written: Desk) -> None:
    page = written.get("/noi-dung").text
    both = opened(page)
    written.post("/noi-dung", **written.content(summary="Tóm của họ", storage="Kho của họ") | both)
    page = written.post("/noi-dung", **written.content(summary="Tóm của mình") | both).text
    assert re.findall(r'name="keep_(\w+)" value="mine"', page) == ["summary"]


def test_a_browsers_line_ends_are_no_change(on_sale: Desk, session: Session) -> None:
    lines = "Hái lúc sương chưa tan, sao suốt trên chảo gang, hậu ngọt lâu.\n\nMỗi mẻ năm cân."
    product = product_of(on_sale)
    product.description = lines
    text = writing.text_of(session, product)
    said = text.stored | {"description": lines.replace("\n", "\r\n"), "edition": text.name}
    assert on_sale.post("/noi-dung", **said, viec="nhap").status_code == 303
    assert session.get(ProductDraft, on_sale.product.id) is None
