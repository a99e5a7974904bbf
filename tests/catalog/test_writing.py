"""Typing that is never lost: kept, compared, shown, sent only when its seller says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.catalog.models import Category, Product, ProductDraft, ProductRevision, ProductStatus
from app.catalog.queries import desk, writing
from app.catalog.rules.asked import BY_GROUP, asked
from app.catalog.rules.content import Attributes, Content, Taste
from app.catalog.rules.forms import NOT_WORDS, as_typed, flat, name_of, typed_differences
from app.catalog.service import approval, drafts
from app.catalog.service import content as commands
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.ids import new_id
from tests.catalog.product_desk import Desk

EVIL = "<script>alert(1)</script>"


def edition_of(page: str) -> str:
    return page.split('name="edition" value="')[1].split('"', maxsplit=1)[0]


def category(session: Session, slug: str) -> Category:
    return session.exec(select(Category).where(Category.slug == slug)).one()


def product_of(at_desk: Desk) -> Product:
    return at_desk.session.get_one(Product, at_desk.product.id)


@pytest.fixture
def waiting(draft: Desk, session: Session) -> Desk:
    product = session.get_one(Product, draft.product.id)
    product.status, product.submitted_at = ProductStatus.PENDING, utc_now()
    return draft


def test_what_is_typed_into_a_draft_is_kept_at_once(draft: Desk, session: Session) -> None:
    before = product_of(draft).slug
    answer = draft.post("/noi-dung", **draft.content(name="Chè tôm nõn"), viec="tu-luu")
    assert answer.status_code == 200
    assert "Đã lưu nháp lúc" in answer.text
    assert "Còn thiếu" in answer.text
    product = product_of(draft)
    assert (product.name, product.status) == ("Chè tôm nõn", ProductStatus.DRAFT)
    assert product.slug == before  # a form that is open keeps its address
    assert session.exec(select(ProductDraft)).all() == []


def test_the_answer_leads_on_to_the_next_text(draft: Desk) -> None:
    said = draft.content(summary="Một")
    for summary in ("Hai", "Ba", "Bốn"):
        answer = draft.post("/noi-dung", **said | {"summary": summary}, viec="tu-luu")
        said["edition"] = edition_of(answer.text)
    assert product_of(draft).summary == "Bốn"


def test_what_cannot_be_understood_is_kept_as_it_was_typed(draft: Desk) -> None:
    said = draft.content(summary="Đang gõ dở", shelf_life_days="hai năm")
    assert draft.post("/noi-dung", **said, viec="tu-luu").status_code == 200
    page = draft.get("/noi-dung").text
    assert 'value="hai năm"' in page
    assert 'value="Đang gõ dở"' in page
    assert "Có bản nháp chưa gửi" in draft.get().text
    mended = said | {"edition": edition_of(page), "shelf_life_days": "730"}
    assert draft.post("/noi-dung", **mended).status_code == 303
    assert "Có bản nháp chưa gửi" not in draft.get().text


def test_the_same_text_sent_again_is_no_conflict(draft: Desk) -> None:
    said = draft.content(summary="Câu mới")
    for viec in ("tu-luu", "tu-luu", "", ""):
        assert draft.post("/noi-dung", **said, viec=viec).status_code in {200, 303}


def test_typing_on_a_stale_text_keeps_it_and_says_so(draft: Desk) -> None:
    mine = draft.content(summary="Câu của mình")
    draft.post("/noi-dung", **draft.content(summary="Câu người kia"))
    answer = draft.post("/noi-dung", **mine, viec="tu-luu")
    assert answer.status_code == 409
    assert "Người khác vừa sửa" in answer.text
    assert edition_of(answer.text) == mine["edition"]  # so that saving leads to the comparison
    assert product_of(draft).summary == "Câu người kia"


@pytest.mark.parametrize("stage", ["waiting", "on_sale"])
def test_typing_about_what_others_look_at_is_seen_by_nobody(
    stage: str, request: pytest.FixtureRequest, session: Session
) -> None:
    at_desk: Desk = request.getfixturevalue(stage)
    product = product_of(at_desk)
    before, seen = product.name, desk.edition(product, None)
    said = at_desk.content(name="Tên đang gõ")
    assert at_desk.post("/noi-dung", **said, viec="tu-luu").status_code == 200
    product = product_of(at_desk)
    assert (product.name, desk.edition(product, None)) == (before, seen)
    assert session.exec(select(ProductRevision)).all() == []
    assert 'value="Tên đang gõ"' in at_desk.get("/noi-dung").text
    assert "Có bản nháp chưa gửi" in at_desk.get().text


def test_a_draft_is_sent_when_its_seller_says_so(on_sale: Desk, session: Session) -> None:
    on_sale.post("/noi-dung", **on_sale.content(name="Tên đang gõ"), viec="tu-luu")
    page = on_sale.get("/noi-dung").text
    said = on_sale.content(name="Tên đang gõ", edition=edition_of(page))
    assert on_sale.post("/noi-dung", **said).headers["location"].endswith("xong=cho")
    (revision,) = session.exec(select(ProductRevision)).all()
    assert revision.content["name"] == "Tên đang gõ"
    assert session.exec(select(ProductDraft)).all() == []


def test_a_draft_can_be_dropped_however_often(on_sale: Desk, session: Session) -> None:
    on_sale.post("/noi-dung", **on_sale.content(name="Tên đang gõ"), viec="nhap")
    for _ in range(2):
        assert on_sale.post("/noi-dung/bo-nhap").status_code == 303
    assert session.exec(select(ProductDraft)).all() == []
    assert "Tên đang gõ" not in on_sale.get("/noi-dung").text


def test_typing_back_to_how_it_was_needs_no_draft(on_sale: Desk, session: Session) -> None:
    text = writing.text_of(session, product_of(on_sale))
    for name in ("Tên đang gõ", text.stored["name"]):
        shown = writing.text_of(session, product_of(on_sale))
        said = text.stored | {"name": name, "edition": shown.name}
        on_sale.post("/noi-dung", **said, viec="tu-luu")
    assert session.exec(select(ProductDraft)).all() == []


def test_a_draft_that_was_overtaken_is_compared_first(on_sale: Desk, session: Session) -> None:
    on_sale.post("/noi-dung", **on_sale.content(summary="Đang gõ"), viec="tu-luu")
    product = product_of(on_sale)
    other = Content.model_validate(product).model_copy(update={"summary": "Bản khác"})
    typed = session.exec(select(ProductDraft)).one().typed
    pending = desk.pending_revision(session, product.id)
    commands.edit(
        session, on_sale.user.id, product.id, other, edition=desk.edition(product, pending)
    )
    page = on_sale.get("/noi-dung").text
    for said in ("Hai bản khác nhau", "Đang gõ", "Bản khác"):
        assert said in page
    compared = page.split('name="compared" value="')[1].split('"')[0]
    answer = typed | {"edition": edition_of(page), "compared": compared, "keep_summary": "theirs"}
    assert on_sale.post("/noi-dung", **answer, viec="nhap").status_code == 303
    again = on_sale.get("/noi-dung").text
    assert "Hai bản khác nhau" not in again
    assert 'value="Bản khác"' in again


def test_each_field_of_a_conflict_is_chosen_by_itself(draft: Desk) -> None:
    mine = draft.content(summary="Tóm của mình", storage="Kho của mình")
    theirs = draft.content(summary="Tóm của họ", storage="Kho của họ")
    draft.post("/noi-dung", **theirs)
    page = draft.post("/noi-dung", **mine).text
    choice = {"keep_summary": "theirs", "keep_storage": "mine", "edition": edition_of(page)}
    assert draft.post("/noi-dung", **mine | choice).status_code == 303
    product = product_of(draft)
    assert (product.summary, product.label["storage"]) == ("Tóm của họ", "Kho của mình")


def test_a_photograph_meanwhile_is_no_conflict_of_texts(draft: Desk) -> None:
    page = draft.get("/noi-dung").text
    product_of(draft).version += 1
    said = draft.content(summary="Câu mới", edition=edition_of(page))
    assert draft.post("/noi-dung", **said).status_code == 303


def test_a_preview_shows_the_text_and_saves_nothing(draft: Desk) -> None:
    said = draft.content(summary="Chỉ để xem", description=f"**Đậm** {EVIL}" + " lá" * 30)
    page = draft.post("/noi-dung", **said, viec="xem-thu")
    assert page.status_code == 200
    assert "<strong>Đậm</strong>" in page.text
    assert EVIL not in page.text
    assert product_of(draft).summary != "Chỉ để xem"


def test_a_script_in_every_field_comes_out_as_text(draft: Desk) -> None:
    wrong = dict.fromkeys(as_typed({}), EVIL)
    words = {name: EVIL for name in wrong if name not in NOT_WORDS}
    for said in (draft.content(**wrong), draft.content(**words)):
        for viec in ("", "xem-thu", "nganh", "tu-luu"):
            assert EVIL not in draft.post("/noi-dung", **said, viec=viec).text
        assert EVIL not in draft.get("/noi-dung").text
        assert EVIL not in draft.get().text


def test_the_form_asks_what_the_chosen_trade_is_asked(draft: Desk, session: Session) -> None:
    crafts, tea = category(session, "may-tre-dan"), category(session, "che-hang-ngay")
    for chosen, shown, hidden in ((crafts, "material", "cultivar"), (tea, "cultivar", "material")):
        said = draft.content(category_id=str(chosen.id))
        page = draft.post("/noi-dung", **said, viec="nganh").text
        assert " hidden" not in before_field(page, shown)
        assert " hidden" in before_field(page, hidden)


def before_field(page: str, name: str) -> str:
    """The tag around a field of a trade."""
    return (
        page.split(f'id="f-{name}"', maxsplit=1)[0].rpartition("<div data-for")[2].partition(">")[0]
    )


def test_crafts_need_a_material_and_no_label_of_food(draft: Desk, session: Session) -> None:
    crafts = str(category(session, "may-tre-dan").id)
    bare = draft.content(category_id=crafts, ingredients="", storage="", shelf_life_days="")
    page = draft.post("/noi-dung", **bare, viec="tu-luu").text
    assert "#f-material" in page
    assert "#f-ingredients" not in page


def test_what_another_trade_was_asked_is_not_stored(draft: Desk, session: Session) -> None:
    crafts = str(category(session, "may-tre-dan").id)
    said = draft.content(category_id=crafts, material="Tre", cultivar="LDP1", tea_type="dinh")
    assert draft.post("/noi-dung", **said).status_code == 303
    product = product_of(draft)
    assert (product.attributes, product.tea_type) == ({"material": "Tre"}, None)


@pytest.mark.parametrize("chosen", ["group", "nobody's", "nonsense"])
def test_goods_stand_in_a_category_that_is_there(
    draft: Desk, session: Session, chosen: str
) -> None:
    ids = {"group": category(session, "che").id, "nobody's": new_id(), "nonsense": "x"}
    said = draft.content(category_id=str(ids[chosen]))
    answer = draft.post("/noi-dung", **said)
    assert answer.status_code == 422
    assert 'id="e-category_id"' in answer.text
    assert draft.post("/noi-dung", **said, viec="tu-luu").status_code == 200


def test_what_is_on_sale_is_sent_only_whole(on_sale: Desk, session: Session) -> None:
    answer = on_sale.post("/noi-dung", **on_sale.content(ingredients="", summary="Giữ câu này"))
    assert answer.status_code == 422
    assert 'id="e-ingredients"' in answer.text
    assert 'value="Giữ câu này"' in answer.text
    assert session.exec(select(ProductRevision)).all() == []


def test_a_drafts_address_says_its_name_once_it_is_approved(
    draft: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.post("/noi-dung", **draft.content(name="Chè móc câu La Bằng"))
    product = product_of(draft)
    assert product.slug != "che-moc-cau-la-bang"
    product.status, product.cover = ProductStatus.PENDING, "a" * 64
    monkeypatch.setattr(writing, "product_gaps", lambda *_: [])
    approval.approve(session, draft.user.id, product.id, edition=desk.edition(product, None))
    assert product.slug == "che-moc-cau-la-bang"


def test_a_form_that_was_open_while_the_address_moved_still_saves(
    on_sale: Desk, session: Session
) -> None:
    old, said = on_sale.path, on_sale.content(name="Chè móc câu La Bằng")
    on_sale.post("/noi-dung", **said)
    product = product_of(on_sale)
    revision = desk.pending_revision(session, product.id)
    edition = desk.edition(product, revision)
    approval.approve_revision(session, on_sale.user.id, product.id, edition=edition)
    assert product_of(on_sale).slug == "che-moc-cau-la-bang"
    again = on_sale.content(name="Chè móc câu La Bằng", summary="Câu sau") | on_sale.token
    assert on_sale.client.post(f"{old}/noi-dung", data=again).status_code == 303


def test_what_was_put_away_keeps_no_typing(draft: Desk, session: Session) -> None:
    draft.post("/cat-di")
    text = writing.text_of(session, product_of(draft))
    with pytest.raises(Conflict):
        drafts.keep_draft(session, draft.user.id, draft.product.id, {}, edition=text.name)


fields = st.dictionaries(st.sampled_from([*as_typed({})]), st.text(max_size=20))


@given(fields, fields)
def test_texts_have_the_same_name_when_nothing_differs(
    one: dict[str, str], other: dict[str, str]
) -> None:
    same = typed_differences(one, other) == []
    assert same == (name_of(one) == name_of(other))


@given(st.sampled_from([*BY_GROUP, "khac"]), fields)
def test_of_a_trade_is_kept_what_it_is_asked(group: str, said: dict[str, str]) -> None:
    names = Attributes.model_fields.keys() - {"taste", "brewing"}
    given_text = Content(
        category_id=new_id(),
        name="Hàng",
        tea_type="dinh",
        attributes=Attributes(
            **{name: said.get(name, "x") for name in names}, taste=Taste(aroma=3)
        ),
    )
    kept = given_text.of_trade(group)
    assert kept.of_trade(group) == kept
    shown = {name for name, value in flat(kept).items() if value and name in names}
    assert shown <= set(asked(group).attributes)
    assert bool(kept.tea_type) == bool(kept.attributes.taste.aroma) == asked(group).tea
